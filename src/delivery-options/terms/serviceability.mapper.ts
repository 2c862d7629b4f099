import type { DeliveryTerms } from './delivery-fee.js';
import type { DeliveryTermsResponse } from './serviceability.responses.js';

export function termsResponse({
  fee,
  freeFrom,
  smallBasket,
}: DeliveryTerms): DeliveryTermsResponse {
  return { fee, freeFrom, smallBasket };
}
