import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse, PlaceResponse } from '../catalog.responses.js';

export class PeriodResponse {
  /** HH:MM by the store’s clock. @example 08:00 */
  opens: string;

  /** HH:MM, up to 24:00; a time before `opens` is on the day after. @example 23:00 */
  closes: string;
}

export class DayHoursResponse extends PeriodResponse {
  /** ISO weekday, 1 Monday to 7 Sunday. @example 1 */
  weekday: number;
}

export class HolidayResponse {
  /** Date in the store’s calendar. @example 2026-12-02 */
  date: string;

  /** @example "National Day" */
  name: string;

  /** Replaces the weekday’s hours; empty: closed all day. */
  hours: PeriodResponse[];
}

export class PauseResponse {
  /** Shown to customers. @example "We have a power cut" */
  reason: string;

  /** Null: until somebody resumes. @example 2026-12-01T15:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  until: string | null;
}

export const openingReasons = ['open', 'closed', 'holiday', 'paused'] as const;

export class OpeningResponse {
  /** Whether it is open now. @example true */
  isOpen: boolean;

  /** `holiday`: closed today, which has hours of its own. @example open */
  @ApiProperty({ enum: openingReasons })
  reason: (typeof openingReasons)[number];

  /** The next opening; null while open, and when none is known. */
  @ApiProperty({ format: 'date-time' })
  opensAt: string | null;

  /**
   * The next closing; null while closed, and when there is none within a fortnight.
   * @example 2026-12-01T19:00:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  closesAt: string | null;

  /**
   * This answer holds until then unless the store is edited: ask again then.
   * @example 2026-12-01T19:00:00.000Z
   */
  @ApiProperty({ format: 'date-time' })
  validUntil: string | null;
}

class StoreFactsResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  id: string;

  /** @example harbour */
  slug: string;

  /** @example "Harbour Grocers" */
  name: string;

  /** @example AED */
  currency: string;

  /** IANA name. @example Asia/Dubai */
  timeZone: string;

  /** BCP 47 tag. Names of goods sort as in this language. @example en */
  language: string;

  location: PlaceResponse;

  openingHours: DayHoursResponse[];

  holidays: HolidayResponse[];

  /**
   * Smallest worth of goods in an order, without delivery.
   * @example { "amountMinor": 0, "currency": "AED" }
   */
  minimumBasket: MoneyResponse;

  /** While the pause lasts, the store takes no orders. */
  @ApiProperty({ example: null })
  pause: PauseResponse | null;
}

export class StoreResponse extends StoreFactsResponse {
  opening: OpeningResponse;
}

export class StoresResponse {
  items: StoreResponse[];
}

export class AdminStoreResponse extends StoreFactsResponse {
  /** Counts edits; the ETag is this number. @example 2 */
  version: number;
}
