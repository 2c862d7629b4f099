import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
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
import { DeliverTo } from '../../accounts/index.js';
import { StoreQuery } from '../../catalog/index.js';
import { IsId, MayBeLeftOut, OptionalText, rule } from '../../platform/index.js';
import { type Fallback, fallbacks, type Preference, preferences } from '../domain/substitution.js';

const isChosen = (line: Partial<BasketLine>) => line.preference === 'chosen';
const isChosenOrNamed = (line: Partial<BasketLine>) =>
  isChosen(line) || (line.preferredProductId ?? null) !== null;

export class BasketLine {
  /** `id` of GET /v1/products. */
  @IsId()
  productId: string;

  /** In the product’s `unit`: pieces, or grams of goods sold by weight. @example 2 */
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity: number;

  /** Note for the picker. @example "Green ones, please" */
  @OptionalText(200)
  note?: string;

  /**
   * When the product is not there: the picker takes something `similar`, takes the `chosen`
   * product, asks you first (`contact`), or leaves it out (`refund`).
   */
  @ApiProperty({ default: 'refund' })
  @IsOptional()
  @IsIn(preferences)
  preference?: Preference;

  /** The product you choose: required with the preference `chosen`, and only allowed with it. */
  @ValidateIf(isChosenOrNamed)
  @rule('only-with-chosen', (_, line) => isChosen(line), '$property must come with `chosen` only')
  @IsId()
  preferredProductId?: string;

  /** The result of a proposal that you do not answer in time. */
  @ApiProperty({ default: 'refund' })
  @IsOptional()
  @IsIn(fallbacks)
  fallback?: Fallback;
}

const isGiven = (value: unknown) => value !== undefined && value !== null;
const hasOneDestination = (deliverTo: unknown, { addressId }: Partial<QuoteRequest>) =>
  isGiven(deliverTo) !== isGiven(addressId);

export class QuoteRequest extends StoreQuery {
  /** Left out: the lines of your cart, which is emptied when you order the quote. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BasketLine)
  lines?: BasketLine[];

  /** Destination; or send `addressId`. */
  @rule('one-destination', hasOneDestination, 'send either $property or addressId, not both')
  @ValidateIf(({ deliverTo, addressId }: QuoteRequest) => !isGiven(addressId) || isGiven(deliverTo))
  @IsObject()
  @ValidateNested()
  @Type(() => DeliverTo)
  deliverTo?: DeliverTo;

  /**
   * `id` of GET /v1/me/addresses, instead of `deliverTo`. The quote copies the address: later edits
   * do not change it.
   */
  @IsOptional()
  @IsId()
  addressId?: string;

  /** `id` of GET /v1/slots; left out: as soon as possible. */
  @IsOptional()
  @IsId()
  slotId?: string;

  /** Tip for the driver, in minor units; at most the worth of the goods. @example 500 */
  @ApiProperty({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  tipMinor?: number;

  /** Holds the goods while the quote is good; releases the hold of your previous quote. */
  @ApiProperty({ default: false })
  @IsOptional()
  @IsBoolean()
  holdStock?: boolean;
}
