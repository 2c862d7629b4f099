import type { ExpectedFailure, FailureKind } from '../../kernel/failure.js';
import { IdempotencyInFlight } from '../platform.errors.js';
import type { Quota } from './rate-limit.js';

/** Usual waits in seconds, by kind of refusal; a failure that knows better overrides them. */
const usualWaits: Partial<Record<FailureKind, number>> = { 'rate-limited': 1, unavailable: 2 };

/**
 * Retry-After, and the header fields of draft-ietf-httpapi-ratelimit-headers: all headers of a
 * refusal about when to come again.
 */
export function waitingHeaders({ definition, extras }: ExpectedFailure): Record<string, string> {
  const usual = definition === IdempotencyInFlight ? 1 : usualWaits[definition.kind];
  if (usual === undefined) return {};
  const { retryAfterSeconds: seconds = usual, quota } = extras as {
    retryAfterSeconds?: number;
    quota?: Quota;
  };
  return { 'retry-after': String(seconds), ...(quota && rateLimitHeaders(quota, seconds)) };
}

function rateLimitHeaders(quota: Quota, seconds: number): Record<string, string> {
  const isOverTime = quota.windowSeconds !== undefined;
  return {
    ...policyHeader(quota),
    ratelimit: `"${quota.name}";r=0${isOverTime ? `;t=${seconds}` : ''}`,
  };
}

/** The same header fields of an answer: how many more requests are let through now. */
export function roomHeaders(quota: Quota, left: number): Record<string, string> {
  return { ...policyHeader(quota), ratelimit: `"${quota.name}";r=${left}` };
}

function policyHeader({ name, requests, windowSeconds }: Quota): Record<string, string> {
  const span = windowSeconds === undefined ? 'qu="concurrent-requests"' : `w=${windowSeconds}`;
  return { 'ratelimit-policy': `"${name}";q=${requests};${span}` };
}
