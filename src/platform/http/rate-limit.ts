import type { ExpectedFailure } from '../../kernel/failure.js';
import { RateLimited } from '../platform.errors.js';

/** The limit on one caller's requests. */
export interface Quota {
  readonly name: string;
  readonly requests: number;
  /** Left out: a limit on requests under way at once, however long each takes. */
  readonly windowSeconds?: number;
}

/** The refusal of a request that came `retryAfterMs` too early. */
export function tooSoon(quota: Quota, retryAfterMs: number): ExpectedFailure {
  return RateLimited.because(
    `At most ${quota.requests} requests in ${quota.windowSeconds} seconds are answered.`,
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)), quota },
  );
}

/** The refusal of a request whose caller already has the most requests under way. */
export function tooManyAtOnce(quota: Quota): ExpectedFailure {
  return RateLimited.because(`At most ${quota.requests} of yours are worked on at once.`, {
    quota,
  });
}
