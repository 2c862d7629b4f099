import { defineFailure } from '../kernel/failure.js';

export const Overloaded = defineFailure({
  code: 'overloaded',
  kind: 'unavailable',
  title: 'Too many requests wait for the database',
  remedy: 'Try again after the seconds in Retry-After.',
});
