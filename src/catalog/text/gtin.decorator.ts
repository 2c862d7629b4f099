import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { gtinOf } from './gtin.js';

/** A GTIN with its check digit, in its shortest form. */
export const IsGtin = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: TransformFnParams): unknown =>
      typeof value === 'string' ? (gtinOf(value) ?? value) : value,
    ),
    ValidateBy({
      name: 'isGtin',
      validator: {
        validate: (value) => typeof value === 'string' && gtinOf(value) !== null,
        defaultMessage: () =>
          '$property must be 8, 12, 13 or 14 digits, the last of which checks the others',
      },
    }),
    ApiProperty({ pattern: String.raw`^(?:\d{8}|\d{12,14})$` }),
  );
