import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { Matches } from 'class-validator';
import { MayBeBlank } from '../../platform/index.js';

const spelled = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.replaceAll(/[ \u00a0.-]/g, '') : value;

/** A number in E.164 that may be left out; blanks, dots and hyphens in it are dropped. */
export const OptionalPhone = (): PropertyDecorator =>
  applyDecorators(
    MayBeBlank(),
    Transform(spelled),
    Matches(/^\+[1-9][0-9]{6,14}$/, { message: 'phone must be in E.164, like +971501234567' }),
    ApiProperty({ example: '+971501234567' }),
  );
