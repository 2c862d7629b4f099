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
import type { DistanceBand, StoreTerms } from './store-terms.js';
import type { PlannedSlot } from './slot-plan.js';

const mostMinor = 100_000_000;

/** What is no list of bands breaks other rules. */
function isAscending(value: unknown): boolean {
  if (!Array.isArray(value)) return true;
  const reaches = value.map((band: Partial<DistanceBand> | null) => Number(band?.upToMetres));
  return reaches.every((metres, index) => index === 0 || metres > reaches[index - 1]!);
}

export class DistanceBandRequest implements DistanceBand {
  /** From the store, as the crow flies. @example 1000 */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  upToMetres: number;

  /** Minor units. @example 300 */
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;
}

export class SmallBasketRequest {
  /** Goods worth less than this. @example 3000 */
  @IsInt()
  @Min(1)
  @Max(mostMinor)
  belowMinor: number;

  /** Cost this besides. @example 500 */
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

  /** HH:MM, up to 24:00; before `opens`: the day after. @example 12:00 */
  @Matches(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    message: '$property must be a time, 00:00 to 24:00',
  })
  @rule(
    'not-when-it-opens',
    (value, { opens }: Partial<PlannedSlotRequest>) => value !== opens,
    '$property must not equal opens',
  )
  closes: string;

  /** How many minutes before it begins it can be chosen last. @example 60 */
  @IsInt()
  @Min(0)
  @Max(10_080)
  cutoffMinutes: number;

  /** How many orders it takes. @example 20 */
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class SetDeliveryTermsRequest implements StoreTerms {
  /**
   * Minor units for a delivery to a zone without a fee of its own, beyond all bands.
   * @example 900
   */
  @IsInt()
  @Min(0)
  @Max(mostMinor)
  feeMinor: number;

  /** Nearest first; the first that reaches the door says the fee. */
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

  /** Null or left out: small baskets cost nothing besides. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SmallBasketRequest)
  smallBasket: SmallBasketRequest | null = null;

  /** When an order for as soon as possible comes. */
  @IsObject()
  @ValidateNested()
  @Type(() => AsapRequest)
  asap: AsapRequest;

  /** Orders are accepted by being placed. @example false */
  @IsBoolean()
  autoAccept: boolean;

  /** How many days ahead slots are opened. @example 7 */
  @IsInt()
  @Min(1)
  @Max(14)
  slotDays: number;

  /**
   * Slots of every week. There are none while the store is closed, nor where the clocks skip them.
   */
  @IsArray()
  @ArrayMaxSize(168)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlannedSlotRequest)
  slotPlan: PlannedSlotRequest[];
}
