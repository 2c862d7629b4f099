import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isCurrency } from '../../kernel/money.js';
import { IsId, IsText, rule } from '../../platform/index.js';
import { type PaymentMethod, paymentMethods } from '../domain/payment-status.js';

export class ExpectedTotal {
  /** @example 2050 */
  @IsInt()
  @Min(0)
  @Max(100_000_000_000)
  amountMinor: number;

  /** ISO 4217. @example AED */
  @rule(
    'is-currency',
    (value) => typeof value === 'string' && isCurrency(value),
    '$property must be a code of ISO 4217, such as EUR',
  )
  currency: string;
}

export class PlaceOrderRequest {
  /** `id` of POST /v1/quotes. */
  @IsId()
  quoteId: string;

  /** `card`: held now, charged on delivery; else paid at the door. @example cash_on_delivery */
  @IsIn(paymentMethods)
  paymentMethod: PaymentMethod;

  /**
   * With `card`: the payment provider’s token for it. For trying: `tok_ok`, `tok_declined`,
   * `tok_timeout`, `tok_capture_fails_twice`.
   * @example tok_ok
   */
  @ValidateIf(({ paymentMethod }: PlaceOrderRequest) => paymentMethod === 'card')
  @IsText(200)
  paymentToken?: string;

  /**
   * The customer confirms the minimum age for all goods; needed where the quote has a `minimumAge`.
   */
  @IsOptional()
  @IsBoolean()
  ageConfirmed?: boolean;

  /**
   * With `cash_on_delivery`: the money that the customer pays with, such as a banknote, in minor
   * units; at least `cashToCollect` of the quote. The driver brings the change.
   * @example 10000
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000_000_000)
  changeForMinor?: number;

  /**
   * The total that you have shown: any other total, even a lower one, is refused with a new quote.
   * Left out, a lower total is accepted.
   */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExpectedTotal)
  expectedTotal?: ExpectedTotal;
}
