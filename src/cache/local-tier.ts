import { LRUCache } from 'lru-cache';
import type { Address } from './address.js';
import type { Entry } from './entry.js';
import type { Storing } from './storing.js';

/** Hard bound on the age of a relaxed read, even if this process hears of no write. */
const trustMs = 1000;
/** Only the shared store keeps larger bodies. */
const largestBytes = 256 * 1024;
/** Rough memory of names, stamps and times beside the value. */
const overheadBytes = 300;
const mostTouched = 10_000;

export interface LocalEntry extends Entry {
  readonly tags: readonly string[];
  /** The value's memory. */
  readonly bytes: number;
  /** When its stamps were last asked for and agreed (monotonic ms): the time before the call. */
  validatedAt: number;
}

/**
 * L1: entries in this process, bounded in bytes, least recently used first out. An entry is checked
 * against the shared stamps before it is served, or trusted for a moment by policies that allow it.
 */
export class LocalTier {
  readonly #entries: LRUCache<string, LocalEntry>;
  /** When this process last replaced a tag's stamp. */
  readonly #touched = new LRUCache<string, number>({ max: mostTouched });

  constructor(maxBytes: number) {
    // The library takes no zero for "keep nothing"; no entry is as small as one byte.
    const maxSize = Math.max(1, maxBytes);
    this.#entries = new LRUCache({ maxSize, maxEntrySize: Math.min(largestBytes, maxSize) });
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  get(key: string): LocalEntry | undefined {
    return this.#entries.get(key);
  }

  put(key: string, entry: LocalEntry): void {
    this.#entries.set(key, entry, { size: entry.bytes + overheadBytes });
  }

  drop(key: string): void {
    this.#entries.delete(key);
  }

  /** This process sees its own writes at once, even under a relaxed policy. */
  touch(tags: Iterable<string>): void {
    const now = performance.now();
    for (const tag of tags) this.#touched.set(tag, now);
  }

  /** When this process last replaced a stamp of one of the tags (monotonic ms); 0 if never. */
  touchedAt(tags: readonly string[]): number {
    return Math.max(0, ...tags.map((tag) => this.#touched.get(tag) ?? 0));
  }

  /** Whether the entry may be served unchecked: it was current less than a second ago. */
  isTrusted(entry: LocalEntry): boolean {
    return (
      performance.now() - entry.validatedAt < trustMs &&
      this.touchedAt(entry.tags) < entry.validatedAt
    );
  }

  /** After an outage nobody knows which bumps were missed. */
  clear(): void {
    this.#entries.clear();
  }
}

/** The entry as this process keeps it; undefined when its value cannot be decoded. */
export function decoded<T>(
  entry: Entry | undefined,
  storing: Storing<T>,
  { tags }: Address,
  validatedAt: number,
): LocalEntry | undefined {
  if (!entry) return undefined;
  try {
    const value = storing.decode(entry.value);
    return { ...entry, value, bytes: storing.bytes(value), tags, validatedAt };
  } catch {
    return undefined;
  }
}
