// What is stored.
import type { CachePolicy } from './cache.policy.js';

/** An answer with the stamps that were current before it was loaded; times in epoch ms. */
export interface Entry {
  readonly format: 2;
  /** One per tag of the policy, in its order. */
  readonly stamps: readonly string[];
  readonly storedAt: number;
  /** From then on it is refreshed, and served while that runs. */
  readonly softUntil: number;
  /** From then on it is not served. */
  readonly hardUntil: number;
  readonly value: unknown;
}

/** Whatever is not exactly an entry of this format (corrupt, older, foreign) is none. */
export function asEntry(found: unknown): Entry | undefined {
  const entry = found as Partial<Entry> | null | undefined;
  const isEntry =
    typeof entry === 'object' &&
    entry !== null &&
    entry.format === 2 &&
    [entry.storedAt, entry.softUntil, entry.hardUntil].every(Number.isFinite) &&
    Array.isArray(entry.stamps) &&
    entry.stamps.every(isStamp);
  return isEntry ? (entry as Entry) : undefined;
}

export function isStamp(found: unknown): found is string {
  return typeof found === 'string' && found.length > 0;
}

export function stampsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length || a.length === 0) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/**
 * `briefMs` instead of what the policy says, for a value that is kept less long; never beyond
 * `trueUntil`, the moment at which time alone makes the value untrue.
 */
export function lifetime(
  policy: CachePolicy<never>,
  now: number,
  briefMs?: number,
  trueUntil = Infinity,
) {
  const softUntil = Math.min(now + jittered(briefMs ?? policy.ttlMs), trueUntil);
  const graceMs = briefMs === undefined ? (policy.graceMs ?? 0) : 0;
  return { storedAt: now, softUntil, hardUntil: Math.min(softUntil + graceMs, trueUntil) };
}

/** ±10 %, in whole milliseconds (Redis refuses fractions): entries do not all expire together. */
function jittered(ttlMs: number): number {
  return Math.round(ttlMs * (0.9 + Math.random() * 0.2));
}
