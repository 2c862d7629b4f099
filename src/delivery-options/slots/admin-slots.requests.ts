import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { StoreHandle, StoreQuery } from '../../catalog/index.js';
import { IsInstant, MayBeLeftOut, WholeNumber } from '../../platform/index.js';

export class SlotsQuery extends StoreQuery {
  /** With its offset from UTC; now when left out. @example 2026-12-01T00:00:00Z */
  @MayBeLeftOut()
  @IsInstant()
  from?: string;

  /** Number of days to list. */
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

  /** Within fourteen days, with its offset from UTC. @example 2026-12-01T12:00:00+04:00 */
  @IsInstant()
  startsAt: string;

  /** @example 2026-12-01T14:00:00+04:00 */
  @IsInstant()
  endsAt: string;

  /**
   * Cut-off: customers can choose the slot until then. The start when left out.
   * @example 2026-12-01T11:00:00+04:00
   */
  @MayBeLeftOut()
  @IsInstant()
  cutoffAt?: string;

  /** Number of orders that the slot takes. @example 20 */
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class ChangeSlotRequest {
  /** At least the number of orders that have the slot; left out: unchanged. @example 30 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity?: number;

  /** Takes no more orders; orders that have it keep it. Left out: unchanged. @example true */
  @MayBeLeftOut()
  @IsBoolean()
  closed?: boolean;
}
