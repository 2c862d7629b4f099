import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import { QuotedDeliveryResponse, SlotWindowResponse } from '../../delivery-options/index.js';
import type { FeeCode } from '../domain/pricing.js';
import { type Fallback, type Preference, preferences } from '../domain/substitution.js';

export class LineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  productId: string;

  /** @example LD-0101 */
  sku: string;

  /** @example "Whole Milk" */
  name: string;

  /** @example "1 l" */
  size: string | null;

  /** @example each */
  unit: 'each' | 'g';

  /** In its `unit`. @example 2 */
  quantity: number;

  /** Per piece, or per kilogram. */
  price: MoneyResponse;

  /** @example { "amountMinor": 1350, "currency": "AED" } */
  total: MoneyResponse;

  note: string | null;

  @ApiProperty({ enum: preferences, example: 'similar' })
  preference: Preference;

  @ApiProperty({ format: 'uuid' })
  preferredProductId: string | null;

  /** @example refund */
  fallback: Fallback;
}

export class FeeResponse {
  /** @example delivery */
  code: FeeCode;

  /** @example { "amountMinor": 700, "currency": "AED" } */
  amount: MoneyResponse;
}

export class TaxResponse {
  /** 500 is 5 %. @example 500 */
  rateBasisPoints: number;

  /** @example { "amountMinor": 64, "currency": "AED" } */
  amount: MoneyResponse;
}

export class TotalsResponse {
  /** Of the goods. @example { "amountMinor": 1350, "currency": "AED" } */
  subtotal: MoneyResponse;

  /** Charges besides the goods. */
  fees: FeeResponse[];

  /** Taxes included in the prices of the goods. */
  taxes: TaxResponse[];

  /** Subtotal and fees; taxes included. @example { "amountMinor": 2050, "currency": "AED" } */
  total: MoneyResponse;

  /**
   * Paid besides the total, or less where it is negative, as coins can pay it: 0 unless the order is
   * paid with `cash_on_delivery`.
   * @example { "amountMinor": 0, "currency": "AED" }
   */
  rounding: MoneyResponse;
}

export class PromiseWindowResponse {
  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:30:00.000Z' })
  from: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  until: string;
}

export class QuoteResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000030' })
  id: string;

  /** Order it before this time. @example 2026-12-01T07:10:00.000Z */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;

  lines: LineResponse[];

  /** Null: as soon as possible. */
  @ApiProperty({ example: null })
  slot: SlotWindowResponse | null;

  /** Delivery time if you order now; null: in the slot. */
  promise: PromiseWindowResponse | null;

  /** The store’s terms for this destination. */
  delivery: QuotedDeliveryResponse;

  totals: TotalsResponse;

  /**
   * To be paid with `cash_on_delivery`: the total, rounded to what coins can pay.
   * @example { "amountMinor": 2050, "currency": "AED" }
   */
  cashToCollect: MoneyResponse;

  /** In years; ask the customer, then send `ageConfirmed`. Null: none. */
  minimumAge: number | null;

  /** Whether the goods are held while the quote is good. @example false */
  holdsStock: boolean;
}
