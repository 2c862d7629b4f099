import { MoneyResponse } from '../../catalog/index.js';

export class SmallBasketResponse {
  /** @example { "amountMinor": 3000, "currency": "AED" } */
  below: MoneyResponse;

  /** @example { "amountMinor": 500, "currency": "AED" } */
  fee: MoneyResponse;
}

export class DeliveryTermsResponse {
  /** @example { "amountMinor": 700, "currency": "AED" } */
  fee: MoneyResponse;

  /**
   * From this subtotal on delivery is free; null: never.
   * @example { "amountMinor": 10000, "currency": "AED" }
   */
  freeFrom: MoneyResponse | null;

  /** Extra fee for goods worth less than `below`; null: none. */
  smallBasket: SmallBasketResponse | null;
}

export class QuotedDeliveryResponse extends DeliveryTermsResponse {
  /** The zone that covers the place. @example Marina */
  zone: string;

  /** Straight line from the store. @example 620 */
  distanceM: number;
}

export class ServiceabilityResponse {
  /** @example true */
  delivers: boolean;

  /** Null: the store does not deliver there. */
  delivery: QuotedDeliveryResponse | null;

  /** @example { "amountMinor": 500, "currency": "AED" } */
  minimumBasket: MoneyResponse;
}
