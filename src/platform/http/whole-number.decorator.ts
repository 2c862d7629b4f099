import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsInt } from 'class-validator';

const digits = /^-?\d{1,15}(?:\.0+)?$/;
const numberOf = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && digits.test(value) ? Number(value) : value;

/** A whole number in a query, in decimal digits, as `24` or `24.0`: no `1e1`, `0x10` or ` 5`. */
export const WholeNumber = (): PropertyDecorator => applyDecorators(Transform(numberOf), IsInt());
