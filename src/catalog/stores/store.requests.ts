import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional, IsString, Length } from 'class-validator';

/** Any case names the store; null says as much as nothing. */
const normalised = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : (value ?? undefined);

/**
 * Of a field that says which store: equal wishes become equal, so that they are one key of the
 * cache, and one request under an Idempotency-Key.
 */
// Swagger UI sends what examples fill in, and a shop may have another store: so the example stands
// in the description.
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
    Transform(normalised),
  );

/** Also what bodies that carry `store` extend. */
export class StoreQuery {
  @StoreHandle()
  store?: string;
}
