import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyReused,
} from '../platform.errors.js';
import { Fails } from './fails.decorator.js';

/** Documents a route that does a request with a key once, however often it is sent. */
export const OptionalIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key never does it twice: it is answered the same again',
      example: '5b1f7f0e-1',
    }),
    Fails(IdempotencyKeyInvalid, IdempotencyKeyReused, IdempotencyInFlight),
  ) as MethodDecorator;
