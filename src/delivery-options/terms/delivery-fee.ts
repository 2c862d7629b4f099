import { type Money, money } from '../../kernel/money.js';
import type { Zone } from '../zones/zone.js';
import type { StoreTerms } from './store-terms.js';

/** The price of a delivery to one place. */
export interface DeliveryTerms {
  readonly fee: Money;
  /** Delivery is free from this subtotal on; null: never. */
  readonly freeFrom: Money | null;
  /** Extra fee for goods worth less than `below`; null: none. */
  readonly smallBasket: { readonly below: Money; readonly fee: Money } | null;
}

/** A zone's own fee and threshold replace the store's; a distance band replaces the flat fee. */
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
