import { type Money, money } from '../../kernel/money.js';
import type { Zone } from '../zones/zone.js';
import type { StoreTerms } from './store-terms.js';

/** What delivering to one place costs. */
export interface DeliveryTerms {
  readonly fee: Money;
  /** From this subtotal on delivery is free; null when it never is. */
  readonly freeFrom: Money | null;
  /** What is charged besides for goods worth less than `below`; null: nothing. */
  readonly smallBasket: { readonly below: Money; readonly fee: Money } | null;
}

/** A zone's own fee and threshold go before the store's, and a band before the flat fee. */
export function deliveryTerms(
  currency: string,
  store: StoreTerms,
  zone: Pick<Zone, 'feeMinor' | 'freeFromMinor'>,
  metres: number,
): DeliveryTerms {
  const amount = (minor: number) => money(minor, currency);
  const band = store.bands.find(({ upToMetres }) => metres <= upToMetres);
  const freeFromMinor = zone.freeFromMinor ?? store.freeFromMinor;
  const small = store.smallBasket;
  return {
    fee: amount(zone.feeMinor ?? band?.feeMinor ?? store.feeMinor),
    freeFrom: freeFromMinor === null ? null : amount(freeFromMinor),
    smallBasket: small && { below: amount(small.belowMinor), fee: amount(small.feeMinor) },
  };
}
