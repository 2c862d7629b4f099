import type { ExpectedFailure } from '../../kernel/failure.js';
import { RateLimited } from '../platform.errors.js';

/** How often something may be asked for, by one caller. */
export interface Quota {
  readonly name: string;
  readonly requests: number;
  readonly windowSeconds: number;
}

/** The refusal of a request that came `retryAfterMs` too early. */
export function tooSoon(quota: Quota, retryAfterMs: number): ExpectedFailure {
  return RateLimited.because(
    `At most ${quota.requests} requests in ${quota.windowSeconds} seconds are answered.`,
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)), quota },
  );
}

/** Retry-After, and the header fields of draft-ietf-httpapi-ratelimit-headers. */
export function rateLimitHeaders(failure: ExpectedFailure): Record<string, string> {
  const { retryAfterSeconds, quota } = failure.extras as {
    retryAfterSeconds: number;
    quota: Quota;
  };
  return {
    'retry-after': String(retryAfterSeconds),
    'ratelimit-policy': `"${quota.name}";q=${quota.requests};w=${quota.windowSeconds}`,
    ratelimit: `"${quota.name}";r=0;t=${retryAfterSeconds}`,
  };
}
