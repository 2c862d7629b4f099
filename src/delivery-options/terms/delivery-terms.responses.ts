import { ApiProperty } from '@nestjs/swagger';

export class DistanceBandResponse {
  /** @example 1000 */
  upToM: number;

  /** @example 300 */
  feeMinor: number;
}

export class StoreSmallBasketResponse {
  /** @example 3000 */
  belowMinor: number;

  /** @example 500 */
  feeMinor: number;
}

export class AsapResponse {
  /** @example 30 */
  fromMinutes: number;

  /** @example 60 */
  untilMinutes: number;
}

export class PlannedSlotResponse {
  /** @example 1 */
  weekday: number;

  /** @example 10:00 */
  opens: string;

  /** @example 12:00 */
  closes: string;

  /** @example 60 */
  cutoffMinutes: number;

  /** @example 20 */
  capacity: number;
}

export class StoreTermsResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  /** ISO 4217; of all amounts here. @example AED */
  currency: string;

  /** Counts edits; the ETag is this number. 0: the store has the defaults. @example 1 */
  version: number;

  /** @example 900 */
  feeMinor: number;

  bands: DistanceBandResponse[];

  /** @example 10000 */
  freeFromMinor: number | null;

  smallBasket: StoreSmallBasketResponse | null;

  /** Cash on delivery is rounded to multiples of this; null: as usual for the currency. @example 25 */
  cashStepMinor: number | null;

  asap: AsapResponse;

  /** @example false */
  autoAccept: boolean;

  /** @example 7 */
  slotDays: number;

  slotPlan: PlannedSlotResponse[];
}
