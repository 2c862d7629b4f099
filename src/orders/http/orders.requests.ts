import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isCurrency } from '../../kernel/money.js';
import { rule } from '../../platform/index.js';
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
  @IsUUID()
  quoteId: string;

  /** `card`: held for now, charged on delivery; else paid at the door. @example cash_on_delivery */
  @IsIn(paymentMethods)
  paymentMethod: PaymentMethod;

  /**
   * With `card`: what the payment provider gave the app for it. For trying: `tok_ok`,
   * `tok_declined`, `tok_timeout`, `tok_capture_fails_twice`.
   * @example tok_ok
   */
  @ValidateIf(({ paymentMethod }: PlaceOrderRequest) => paymentMethod === 'card')
  @IsString()
  @Length(1, 200)
  paymentToken?: string;

  /**
   * The customer says they are old enough for all goods; needed where the quote has a `minimumAge`.
   */
  @IsOptional()
  @IsBoolean()
  ageConfirmed?: boolean;

  /**
   * What you have shown: any other total, a lower one too, is refused with a new quote. Left out,
   * what has become cheaper since the quote is given.
   */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExpectedTotal)
  expectedTotal?: ExpectedTotal;
}
