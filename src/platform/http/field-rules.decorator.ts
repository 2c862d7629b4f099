import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  IsDateString,
  IsLatitude,
  IsLongitude,
  IsNumber,
  Matches,
  ValidateBy,
  ValidateIf,
} from 'class-validator';

/** The field may be left out, but not null: null would have no meaning. */
export const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_, value: unknown) => value !== undefined);

/** One rule, and the message for a value that breaks it; `validate` sees values of any type. */
export const rule = (
  name: string,
  validate: (value: unknown, object: object) => boolean,
  message: string,
): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value: unknown, context) => validate(value, context!.object),
      defaultMessage: () => message,
    },
  });

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 time with its offset from UTC, on a day that exists: no 30 February. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    Matches(instant, {
      message: '$property must be a time with its offset from UTC, such as 2026-12-01T15:00:00Z',
    }),
    IsDateString({ strict: true }),
    ApiProperty({ format: 'date-time', pattern: instant.source }),
  );

/** Degrees of WGS 84, north of the equator. */
export const Latitude = (): PropertyDecorator =>
  applyDecorators(
    IsLatitude(),
    IsNumber(),
    ApiProperty({ format: 'double', minimum: -90, maximum: 90 }),
  );

/** Degrees of WGS 84, east of Greenwich. */
export const Longitude = (): PropertyDecorator =>
  applyDecorators(
    IsLongitude(),
    IsNumber(),
    ApiProperty({ format: 'double', minimum: -180, maximum: 180 }),
  );
