import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyReused,
} from '../platform.errors.js';
import { Fails } from './fails.decorator.js';

/** Documents a route that repeats nothing for a request sent again with the same key. */
export const OptionalIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Send the same key with a retry: the work is done once, the answer is the same',
      example: '5b1f7f0e-1',
    }),
    Fails(IdempotencyKeyInvalid, IdempotencyKeyReused, IdempotencyInFlight),
  ) as MethodDecorator;
