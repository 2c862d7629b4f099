import type { FailureKind } from '../../kernel/failure.js';

/** The one place that maps refusals to HTTP statuses. */
const statusOfKind: Readonly<Record<FailureKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  timeout: 408,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  expectation: 417,
  refused: 422,
  'precondition-required': 428,
  'rate-limited': 429,
  'head-too-large': 431,
  internal: 500,
  unavailable: 503,
};

export function statusOfError(kind: FailureKind): number {
  return statusOfKind[kind];
}

/** The kind of a refusal of the framework itself, by its status. */
export function kindOfStatus(status: number): FailureKind {
  const found = Object.entries(statusOfKind).find(([, known]) => known === status);
  if (found) return found[0] as FailureKind;
  return status >= 500 ? 'internal' : 'malformed';
}

/** Nothing follows: neither a body, nor further events for a listener of a stream. */
export const noContent = 204;

/** The two answers between which a condition decides. */
export const ok = 200;
export const notModified = 304;
