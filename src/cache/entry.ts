// The entries of the cache.
import type { CachePolicy } from './cache.policy.js';

/** An answer with the stamps that were current before it was loaded; times in epoch ms. */
export interface Entry {
  readonly format: 2;
  /** One per tag of the policy, in its order. */
  readonly stamps: readonly string[];
  readonly storedAt: number;
  /** From then on the entry is refreshed, and served meanwhile. */
  readonly softUntil: number;
  /** From then on the entry is not served. */
  readonly hardUntil: number;
  readonly value: unknown;
}

/** Undefined for anything but an entry of exactly this format (corrupt, older, foreign). */
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
 * @param briefMs replaces the policy's time, for a value that is kept less long
 * @param trueUntil the moment at which time alone makes the value untrue: no life goes beyond it
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
