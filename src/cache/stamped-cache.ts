// The cache that never serves what a write has overtaken.
//
// An entry names its tags. Each tag has a stamp: a token that is used once. A reader fetches the
// entry and the stamps of its tags in one call; it is a hit only if the stamps kept in the entry
// are the current ones. On a miss, the stamps that were seen BEFORE loading are stored with the
// answer. After a commit the writer replaces the stamps of what it changed.
//
// Why that is enough: if a load did not see commit C, C's new stamp came after the load's stamps
// were read, so the entry can never validate. A stamp that is evicted, flushed or written twice
// can only cause a miss, because no token ever comes back.
import { createHash, randomBytes } from 'node:crypto';
import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Metrics, RedisConnection, UnitOfWork } from '../platform/index.js';
import { type CachePolicy, type KeyPart, longestTtlMs } from './cache.policy.js';

export type CacheSource = 'L2' | 'MISS' | 'BYPASS';

export interface CacheAnswer<T> {
  readonly value: T;
  readonly from: CacheSource;
  readonly ageMs: number;
}

interface Entry {
  readonly format: 1;
  readonly stamps: readonly string[];
  readonly storedAt: number;
  readonly value: unknown;
}

/** A reader waits this long for the store, then goes to the database. */
const deadlineMs = 50;
/**
 * A writer waits longer: giving up makes its acknowledgement come before its bump, and readers
 * may see the old value until the outbox has caught up.
 */
const bumpDeadlineMs = 500;
/** Longer than any entry, so that a stamp does not vanish under an entry that needs it. */
const stampTtlMs = 24 * 60 * 60_000;
const mostTags = 4;
/** `all` is in every entry: replacing its stamp empties the cache without deleting a key. */
const everything = 'all';

@Injectable()
export class StampedCache {
  readonly #loads = new Map<string, Promise<unknown>>();
  readonly #mints = new Map<string, Promise<string>>();
  readonly #process = randomBytes(9).toString('base64url');
  #count = 0;
  readonly #reads;

  constructor(
    @Inject(CACHE_MANAGER) private readonly store: Cache,
    private readonly redis: RedisConnection,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.#reads = metrics.counter({
      name: 'larder_cache_reads_total',
      help: 'Cached reads by policy and by where the answer came from.',
      labelNames: ['policy', 'source'],
    });
  }

  /**
   * Answers from the cache or from `load`; equal reads at one moment share one load.
   * `ttlOf` may shorten an answer's life (an absence is not remembered for long).
   *
   * @throws whatever `load` throws; failures are shared with who waits, never stored
   */
  async read<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T>,
    ttlOf: (value: T) => number = () => policy.ttlMs,
  ): Promise<CacheAnswer<T>> {
    if (this.unitOfWork.isOpen) {
      throw new Error(`${policy.name}: a read inside a transaction could publish what it undoes`);
    }
    const answer = await this.#lookUp(policy, request, load, ttlOf);
    this.#reads.inc({ policy: policy.name, source: answer.from });
    return answer;
  }

  async #lookUp<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T>,
    ttlOf: (value: T) => number,
  ): Promise<CacheAnswer<T>> {
    const key = entryKey(policy.name, policy.key(request));
    const tags = [...policy.tags(request), everything];
    if (tags.length > mostTags + 1) throw new Error(`${policy.name}: more than ${mostTags} tags`);

    let stamps: string[];
    try {
      const [entry, ...found] = await this.#fetch([key, ...tags.map(stampKey)]);
      if (isEntry(entry) && entry.stamps.every((stamp, index) => stamp === found[index])) {
        const ageMs = Math.max(0, this.clock.now().getTime() - entry.storedAt);
        return { value: entry.value as T, from: 'L2', ageMs };
      }
      stamps = await Promise.all(
        tags.map((tag, index) => (isStamp(found[index]) ? found[index] : this.#mint(tag))),
      );
    } catch {
      // Without the store the answer is slower, not wrong: loaded once for all who ask now.
      const value = await this.#once(`${key} without store`, load);
      return { value, from: 'BYPASS', ageMs: 0 };
    }

    // Who starts after a bump has other stamps, so it never joins a load from before it.
    const value = await this.#once([key, ...stamps].join(' '), async () => {
      const loaded = await load();
      this.#fill(key, stamps, loaded, ttlOf(loaded));
      return loaded;
    });
    return { value, from: 'MISS', ageMs: 0 };
  }

  /**
   * Replaces the stamps of these tags: no entry stored until now is served again.
   * @throws when the store did not take it; the caller must try again until it does
   */
  async bump(tags: Iterable<string>): Promise<void> {
    await Promise.all([...new Set(tags)].map((tag) => this.#putStamp(tag, bumpDeadlineMs)));
  }

  async #fetch(keys: string[]): Promise<unknown[]> {
    return this.redis.withDeadline(deadlineMs, this.store.mget(keys));
  }

  /** A tag without a stamp gets one before the load; concurrent readers share the minting. */
  #mint(tag: string): Promise<string> {
    const minting = this.#mints.get(tag);
    if (minting) return minting;
    const minted = this.#putStamp(tag, deadlineMs).finally(() => this.#mints.delete(tag));
    this.#mints.set(tag, minted);
    return minted;
  }

  async #putStamp(tag: string, withinMs: number): Promise<string> {
    this.#count += 1;
    const stamp = `${this.#process}.${this.#count}`;
    await this.redis.withDeadline(withinMs, this.store.set(stampKey(tag), stamp, stampTtlMs));
    return stamp;
  }

  /** Not awaited: who waits for the answer does not wait for its storing. */
  #fill(key: string, stamps: string[], value: unknown, ttlMs: number): void {
    const storedAt = this.clock.now().getTime();
    const entry: Entry = { format: 1, stamps, storedAt, value };
    this.store.set(key, entry, jittered(ttlMs)).catch(() => {});
  }

  async #once<T>(flight: string, load: () => Promise<T>): Promise<T> {
    const running = this.#loads.get(flight) as Promise<T> | undefined;
    if (running) return running;
    const started = load().finally(() => this.#loads.delete(flight));
    this.#loads.set(flight, started);
    return started;
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null | undefined;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    entry.format === 1 &&
    typeof entry.storedAt === 'number' &&
    Array.isArray(entry.stamps) &&
    entry.stamps.length > 0 &&
    entry.stamps.every(isStamp)
  );
}

function isStamp(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

/** User text never becomes part of a key: its inputs are hashed, to one length. */
function entryKey(policy: string, inputs: Readonly<Record<string, KeyPart>>): string {
  const canonical = Object.entries(inputs)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => JSON.stringify(pair));
  const hash = createHash('sha256').update(canonical.join('\n')).digest('base64url');
  return `entry:${policy}:${hash}`;
}

const hashed = (tag: string) => createHash('sha256').update(tag).digest('base64url').slice(0, 22);
const stampKey = (tag: string) => `stamp:${/^[\w:-]{1,80}$/.test(tag) ? tag : hashed(tag)}`;

/** ±10 %, in whole milliseconds (Redis refuses fractions): entries do not all expire together. */
function jittered(ttlMs: number): number {
  return Math.round(Math.min(ttlMs, longestTtlMs) * (0.9 + Math.random() * 0.2));
}
