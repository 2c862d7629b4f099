import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyResponse, PlaceResponse } from './catalog.responses.js';

export class PeriodResponse {
  @ApiProperty({ description: 'HH:MM by the store’s clock', example: '08:00' })
  opens: string;

  @ApiProperty({
    description: 'HH:MM, up to 24:00; earlier than `opens`: on the day after',
    example: '23:00',
  })
  closes: string;
}

export class DayHoursResponse extends PeriodResponse {
  @ApiProperty({ description: 'ISO weekday, 1 Monday to 7 Sunday', example: 1 })
  weekday: number;
}

export class HolidayResponse {
  @ApiProperty({ description: 'By the store’s calendar', example: '2026-12-02' })
  date: string;

  @ApiProperty({ example: 'National Day' })
  name: string;

  @ApiProperty({
    type: [PeriodResponse],
    description: 'Instead of the weekday’s; none: closed all day',
  })
  hours: PeriodResponse[];
}

export class PauseResponse {
  @ApiProperty({ description: 'For customers to read', example: 'We have a power cut' })
  reason: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null: until somebody resumes',
    example: '2026-12-01T15:00:00.000Z',
  })
  until: string | null;
}

export const openingReasons = ['open', 'closed', 'holiday', 'paused'] as const;

export class OpeningResponse {
  @ApiProperty({ description: 'Now', example: true })
  isOpen: boolean;

  @ApiProperty({
    enum: openingReasons,
    description: '`holiday`: closed, on a day with hours of its own',
    example: 'open',
  })
  reason: (typeof openingReasons)[number];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The next opening; null while open, and when none is known',
    example: null,
  })
  opensAt: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null while closed, and when it stays open for the coming fortnight',
    example: '2026-12-01T19:00:00.000Z',
  })
  closesAt: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'All of this holds until then, unless the store is edited: ask again then',
    example: '2026-12-01T19:00:00.000Z',
  })
  validUntil: string | null;
}

class StoreFactsResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  id: string;

  @ApiProperty({ example: 'harbour' })
  slug: string;

  @ApiProperty({ example: 'Harbour Grocers' })
  name: string;

  @ApiProperty({ example: 'AED' })
  currency: string;

  @ApiProperty({ description: 'IANA', example: 'Asia/Dubai' })
  timeZone: string;

  @ApiProperty()
  location: PlaceResponse;

  @ApiProperty({ type: [DayHoursResponse] })
  openingHours: DayHoursResponse[];

  @ApiProperty({ type: [HolidayResponse] })
  holidays: HolidayResponse[];

  @ApiProperty({
    description: 'Goods for less are not ordered; delivery does not count',
    example: { amountMinor: 0, currency: 'AED' },
  })
  minimumBasket: MoneyResponse;

  @ApiPropertyOptional({
    type: PauseResponse,
    nullable: true,
    description: 'While it stands the store takes no orders',
    example: null,
  })
  pause: PauseResponse | null;
}

export class StoreResponse extends StoreFactsResponse {
  @ApiProperty()
  opening: OpeningResponse;
}

export class StoresResponse {
  @ApiProperty({ type: [StoreResponse] })
  items: StoreResponse[];
}

export class AdminStoreResponse extends StoreFactsResponse {
  @ApiProperty({ description: 'Counts edits; the ETag is this', example: 2 })
  version: number;
}
