import type { NewEvent } from '../kernel/domain-event.js';

export const availabilityChanged = 'catalog.availability-changed';

export interface AvailabilityChanged {
  readonly storeId: string;
  readonly productId: string;
  readonly inStock: boolean;
}

/** A product sold out, or came back. */
export function availabilityChangedEvent(
  payload: AvailabilityChanged,
): NewEvent<AvailabilityChanged> {
  return {
    type: availabilityChanged,
    version: 1,
    aggregateType: 'store-product',
    aggregateId: `${payload.storeId}:${payload.productId}`,
    payload,
  };
}
