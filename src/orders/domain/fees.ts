import { addMoney, type Money, money, timesMoney } from '../../kernel/money.js';
import type { StoreTerms } from './delivery-terms.js';
import type { Fee } from './pricing.js';
import type { Zone } from './serviceability.js';

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

/** What is charged besides the goods; fees that are nothing are left out. */
export function feesOf(subtotal: Money, terms: DeliveryTerms, tip: Money): Fee[] {
  const { fee, freeFrom, smallBasket } = terms;
  const nothing = money(0, subtotal.currency);
  const isFree = freeFrom !== null && missingTo(freeFrom, subtotal) === null;
  const isSmall = smallBasket !== null && missingTo(smallBasket.below, subtotal) !== null;
  const fees: Fee[] = [
    { code: 'delivery', amount: isFree ? nothing : fee },
    { code: 'small_basket', amount: isSmall ? smallBasket.fee : nothing },
    { code: 'tip', amount: tip },
  ];
  return fees.filter(({ amount }) => amount.amountMinor > 0);
}

/** How much more the goods must be worth; null when they are worth enough. */
export function missingTo(threshold: Money, subtotal: Money): Money | null {
  const missing = addMoney(threshold, timesMoney(subtotal, -1));
  return missing.amountMinor > 0 ? missing : null;
}
