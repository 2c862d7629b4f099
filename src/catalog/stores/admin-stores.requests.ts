import { OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDateString,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { isCurrency } from '../../kernel/money.js';
import {
  IsInstant,
  IsText,
  Latitude,
  Longitude,
  MayBeLeftOut,
  rule,
} from '../../platform/index.js';
import { type DayHours, isTimeZone, overlapOf, type Period } from './opening-hours.js';
import { isLanguage } from '../text/alphabet.js';
import { IsSlug } from '../text/slug.decorator.js';

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const closingTime = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** True for values that are not lists of whole periods: other rules refuse those. */
function doNotOverlap(value: unknown): boolean {
  if (!Array.isArray(value)) return true;
  const isWhole = (hours: Partial<DayHours> | null) =>
    time.test(String(hours?.opens)) &&
    closingTime.test(String(hours?.closes)) &&
    hours?.opens !== hours?.closes;
  // A holiday's periods have no weekday: all are on its date.
  const hours = value
    .filter(isWhole)
    .map((one: DayHours) => ({ ...one, weekday: one.weekday ?? 1 }));
  return overlapOf(hours) === undefined;
}

const NoOverlap = () => rule('no-overlap', doNotOverlap, '$property must not overlap');

export class PeriodRequest implements Period {
  /** HH:MM by the store’s clock. @example 08:00 */
  @Matches(time, { message: '$property must be a time from 00:00 to 23:59' })
  opens: string;

  /** HH:MM, up to 24:00; a time before `opens` is on the day after. @example 23:00 */
  @Matches(closingTime, { message: '$property must be a time from 00:00 to 24:00' })
  @rule(
    'not-when-it-opens',
    (value, period) => value !== (period as Partial<Period>).opens,
    'closes must not equal opens: a whole day is 00:00 to 24:00, and a closed one has no hours',
  )
  closes: string;
}

export class DayHoursRequest extends PeriodRequest implements DayHours {
  /** ISO weekday on which it opens, 1 Monday to 7 Sunday. @example 1 */
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;
}

export class HolidayRequest {
  /** Date in the store’s calendar. @example 2026-12-02 */
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: '$property must look like 2026-12-02' })
  @IsDateString({ strict: true })
  date: string;

  /** @example "National Day" */
  @IsText(100)
  name: string;

  /** Replaces the weekday’s hours; empty: closed all day. */
  @IsArray()
  @ArrayMaxSize(8)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PeriodRequest)
  @NoOverlap()
  hours: PeriodRequest[];
}

export class LocationRequest {
  /** @example 25.0805 */
  @Latitude()
  lat: number;

  /** @example 55.1403 */
  @Longitude()
  lng: number;
}

export class OpenStoreRequest {
  /** Used in addresses; unique. @example marina */
  @IsSlug({ pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, longest: 80 })
  slug: string;

  /** @example "Marina Grocers" */
  @IsText(100)
  name: string;

  /** ISO 4217; the currency of all its prices, and never changes. @example AED */
  @rule(
    'is-currency',
    (value) => typeof value === 'string' && isCurrency(value),
    'currency must be a code of ISO 4217, such as EUR',
  )
  currency: string;

  /** IANA name. @example Asia/Dubai */
  @rule(
    'is-time-zone',
    (value) => typeof value === 'string' && isTimeZone(value),
    'timeZone must be a name of the IANA database, such as Europe/Lisbon',
  )
  timeZone: string;

  /** BCP 47 tag: names of goods sort as in this language. `en` when left out. @example sv */
  @MayBeLeftOut()
  @rule(
    'is-language',
    (value) => typeof value === 'string' && isLanguage(value),
    'language must be the BCP 47 tag of a language, such as en, sv or de-AT',
  )
  language?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => LocationRequest)
  location: LocationRequest;

  @IsArray()
  @ArrayMaxSize(56)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DayHoursRequest)
  @NoOverlap()
  openingHours: DayHoursRequest[];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(366)
  @ArrayUnique((holiday: Partial<HolidayRequest> | null) => holiday?.date, {
    message: '$property must not name a date twice',
  })
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HolidayRequest)
  holidays?: HolidayRequest[];

  /** Smallest worth of goods in an order, in minor units. 0 when left out. @example 3000 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  minimumBasketMinor?: number;
}

/** Fields left out stay as they are. */
export class EditStoreRequest extends PartialType(OmitType(OpenStoreRequest, ['currency']), {
  skipNullProperties: false,
}) {}

export class PauseStoreRequest {
  /** Shown to customers. @example "We have a power cut" */
  @IsText(200)
  reason: string;

  /**
   * With its offset from UTC; left out or null: until somebody resumes.
   * @example 2026-12-01T15:00:00Z
   */
  @IsOptional()
  @IsInstant()
  until?: string | null;
}
