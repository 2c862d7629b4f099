import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut, rule } from '../../platform/index.js';
import type { StoreTerms } from './store-terms.js';
import type { PlannedSlot } from './slot-plan.js';

const mostMinor = 100_000_000;

/** True for values that are not lists of bands: other rules refuse those. */
function isAscending(value: unknown): boolean {
  if (!Array.isArray(value)) return true;
  const reaches = value.map((band: Partial<DistanceBandRequest> | null) => Number(band?.upToM));
  return reaches.every((metres, index) => index === 0 || metres > reaches[index - 1]!);
}

export class DistanceBandRequest {
  /** Straight line from the store. @example 1000 */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  upToM: number;

  /** Minor units. @example 300 */
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;
}

export class SmallBasketRequest {
  /** Goods worth less than this cost the fee. @example 3000 */
  @IsInt()
  @Min(1)
  @Max(mostMinor)
  belowMinor: number;

  /** The extra fee, in minor units. @example 500 */
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;
}

export class AsapRequest {
  /** Minutes after the order. @example 30 */
  @IsInt()
  @Min(0)
  @Max(1440)
  fromMinutes: number;

  /** Later than `fromMinutes`. @example 60 */
  @IsInt()
  @Min(1)
  @Max(1440)
  @rule(
    'after-from',
    (value, { fromMinutes }: Partial<AsapRequest>) =>
      typeof value !== 'number' || typeof fromMinutes !== 'number' || value > fromMinutes,
    '$property must be more than fromMinutes',
  )
  untilMinutes: number;
}

export class PlannedSlotRequest implements PlannedSlot {
  /** ISO weekday on which it begins, 1 Monday to 7 Sunday. @example 1 */
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;

  /** HH:MM by the store’s clock. @example 10:00 */
  @Matches(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time, 00:00 to 23:59' })
  opens: string;

  /** HH:MM, up to 24:00; a time before `opens` is on the day after. @example 12:00 */
  @Matches(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    message: '$property must be a time, 00:00 to 24:00',
  })
  @rule(
    'not-when-it-opens',
    (value, { opens }: Partial<PlannedSlotRequest>) => value !== opens,
    '$property must not equal opens',
  )
  closes: string;

  /** Minutes from the cut-off to the start. @example 60 */
  @IsInt()
  @Min(0)
  @Max(10_080)
  cutoffMinutes: number;

  /** Number of orders that the slot takes. @example 20 */
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class SetDeliveryTermsRequest implements Omit<StoreTerms, 'bands'> {
  /** Fee in minor units, for zones without a fee of their own, beyond all bands. @example 900 */
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;

  /** Nearest first; the first band that reaches the customer sets the fee. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DistanceBandRequest)
  @rule('ascending', isAscending, '$property must reach further one after the other')
  bands: DistanceBandRequest[] = [];

  /** Delivery is free from this subtotal on; null or left out: never. @example 10000 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  freeFromMinor: number | null = null;

  /** Extra fee for small baskets; null or left out: none. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SmallBasketRequest)
  smallBasket: SmallBasketRequest | null = null;

  /**
   * What coins can pay: cash on delivery is rounded to multiples of this, in minor units. Null or
   * left out: as usual for the currency, 25 for AED, 5 for CHF, 1 for EUR and USD.
   * @example 25
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  cashStepMinor: number | null = null;

  /** Delivery time of orders without a slot. */
  @IsObject()
  @ValidateNested()
  @Type(() => AsapRequest)
  asap: AsapRequest;

  /** Accepts orders as soon as they are placed. @example false */
  @IsBoolean()
  autoAccept: boolean;

  /** Number of days ahead for which slots are opened. @example 7 */
  @IsInt()
  @Min(1)
  @Max(14)
  slotDays: number;

  /** Weekly slots. None are made while the store is closed, or where the clocks skip them. */
  @IsArray()
  @ArrayMaxSize(168)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlannedSlotRequest)
  slotPlan: PlannedSlotRequest[];
}
