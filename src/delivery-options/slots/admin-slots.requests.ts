import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { StoreHandle, StoreQuery } from '../../catalog/index.js';
import { IsInstant, MayBeLeftOut, WholeNumber } from '../../platform/index.js';

export class SlotsQuery extends StoreQuery {
  /** With its offset from UTC; now when left out. @example 2026-12-01T00:00:00Z */
  @MayBeLeftOut()
  @IsInstant()
  from?: string;

  /** How many days from then. */
  @MayBeLeftOut()
  @WholeNumber()
  @Min(1)
  @Max(31)
  days: number = 14;
}

export class CreateSlotRequest {
  /** @example harbour */
  @StoreHandle()
  store?: string;

  /** With its offset from UTC; in the next fourteen days. @example 2026-12-01T12:00:00+04:00 */
  @IsInstant()
  startsAt: string;

  /** @example 2026-12-01T14:00:00+04:00 */
  @IsInstant()
  endsAt: string;

  /**
   * Until when it can be chosen; until it begins when left out.
   * @example 2026-12-01T11:00:00+04:00
   */
  @MayBeLeftOut()
  @IsInstant()
  cutoffAt?: string;

  /** How many orders it takes. @example 20 */
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class ChangeSlotRequest {
  /** At least as many as have it; left out: it stays. @example 30 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity?: number;

  /** Takes no more orders; those who have it keep it. Left out: it stays. @example true */
  @MayBeLeftOut()
  @IsBoolean()
  closed?: boolean;
}
