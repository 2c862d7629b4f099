import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import {
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsString,
  IsUUID,
  Length,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { isBlank } from '../../kernel/blank.js';
import { instantOf } from '../../kernel/instant.js';
import { MayBeBlank } from './left-out.js';

/** The field may be left out; null is as left out (`leaveOut`). */
export const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_, value: unknown) => value !== undefined);

const lowered = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;

/** The id of something: a UUID in any case. It becomes lower case, as answers spell it. */
export const IsId = (): PropertyDecorator =>
  applyDecorators(Transform(lowered), IsUUID(), ApiProperty({ format: 'uuid' }));

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

/** Refuses text of invisible characters only; empty text is for the rule of the length. */
export const NotBlank = (): PropertyDecorator =>
  rule(
    'not-blank',
    (value) => typeof value !== 'string' || value === '' || !isBlank(value),
    '$property must hold a character that shows',
  );

/** Text for people: at most so many characters, and not blank. */
export const IsText = (most: number): PropertyDecorator =>
  applyDecorators(
    IsString(),
    Length(1, most),
    NotBlank(),
    ApiProperty({ minLength: 1, maxLength: most }),
  );

/** Text that may be left out; blank text is as left out. */
export const OptionalText = (most: number): PropertyDecorator =>
  applyDecorators(MayBeBlank(), IsString(), Length(1, most), ApiProperty({ maxLength: most }));

const inUtc = ({ value }: TransformFnParams): unknown =>
  (typeof value === 'string' && instantOf(value)?.toISOString()) || value;

/** A moment as RFC 3339 writes it, with its offset from UTC. It becomes UTC in milliseconds. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    Transform(inUtc),
    rule(
      'is-instant',
      (value) => typeof value === 'string' && instantOf(value) !== null,
      '$property must be a time with its offset from UTC, such as 2026-12-01T15:00:00Z',
    ),
    ApiProperty({ format: 'date-time' }),
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
