import type { ExpectedFailure } from '../../kernel/failure.js';
import { RateLimited } from '../platform.errors.js';

/** How often something may be asked for, by one caller. */
export interface Quota {
  readonly name: string;
  readonly requests: number;
  /** Left out: this many at once, however long each takes. */
  readonly windowSeconds?: number;
}

/** The refusal of a request that came `retryAfterMs` too early. */
export function tooSoon(quota: Quota, retryAfterMs: number): ExpectedFailure {
  return RateLimited.because(
    `At most ${quota.requests} requests in ${quota.windowSeconds} seconds are answered.`,
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)), quota },
  );
}

/** The refusal of a request while as many of the same caller are under way as may be. */
export function tooManyAtOnce(quota: Quota): ExpectedFailure {
  return RateLimited.because(`At most ${quota.requests} of yours are worked on at once.`, {
    quota,
  });
}
