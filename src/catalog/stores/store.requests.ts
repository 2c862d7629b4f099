import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional, IsString, Length } from 'class-validator';
import { NotBlank } from '../../platform/index.js';

const lowered = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;

/**
 * For a field that names a store. Equal values become identical, so that they share a cache key and
 * count as one request under an Idempotency-Key.
 */
// Swagger UI sends the examples of parameters, and a shop may have other stores: the example stands
// in the description instead.
export const StoreHandle = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description:
        'Id or slug of the store, such as `harbour`; may be left out while there is only one',
      minLength: 1,
      maxLength: 80,
    }),
    IsOptional(),
    IsString(),
    Length(1, 80),
    NotBlank(),
    Transform(lowered),
  );

/** Also the base of bodies that carry `store`. */
export class StoreQuery {
  @StoreHandle()
  store?: string;
}
