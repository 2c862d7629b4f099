// The cache that never serves an answer overtaken by a write.
//
// An entry names its tags. Each tag has a stamp: a token that is used once. A reader fetches the
// entry and the current stamps of its tags in one call; it is a hit only if the stamps kept in the
// entry are the current ones. On a miss, the stamps seen BEFORE loading are stored with the answer.
// After a commit the writer replaces the stamps of the tags it changed.
//
// Why that is enough: if a load did not see commit C, C's new stamp came after the load's stamps
// were read, so the entry can never validate. A stamp that is evicted, flushed or written twice can
// only cause a miss, because no token ever comes back.
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { AppConfig, currentRequest, outsideRequest, UnitOfWork } from '../platform/index.js';
import { type Audited, CacheAuditor } from './cache-auditor.js';
import { CacheMeters, type CacheSource, type MissCause } from './cache-meters.js';
import { bumpDeadlineMs, CacheStoreGateway } from './cache-store.gateway.js';
import type { CachePolicy } from './cache.policy.js';
import { type Address, addressOf } from './address.js';
import { endOfTurn } from './end-of-turn.js';
import { asEntry, lifetime, stampsEqual } from './entry.js';
import { Loads } from './loads.js';
import { decoded, type LocalEntry, LocalTier } from './local-tier.js';
import { type CacheAnswer, flightOf, type Lookup } from './lookup.js';
import { Stamps } from './stamps.js';
import { jsonStoring, type Storing } from './storing.js';

@Injectable()
export class StampedCache {
  readonly #local: LocalTier;
  readonly #loads: Loads;
  readonly #stamps: Stamps;

  constructor(
    private readonly store: CacheStoreGateway,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly meters: CacheMeters,
    private readonly auditor: CacheAuditor,
    config: AppConfig,
  ) {
    this.#local = new LocalTier(config.cacheLocalBytes);
    this.#stamps = new Stamps(store);
    // Two connections stay free for writers.
    this.#loads = new Loads(Math.max(2, config.databasePool - 2), 200);
    meters.watchLocalBytes(() => this.#local.bytes);
    store.onTrusted(() => this.#local.clear());
  }

  /**
   * Answers from the cache or from `load`; equal reads at one moment share one load.
   * @throws the failures of `load`; readers that share it get them too, the store never does
   */
  read<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T>,
    storing: Storing<T> = jsonStoring<T>(),
  ): Promise<CacheAnswer<T>> {
    return this.readAt(policy, addressOf(policy, request), load, storing);
  }

  /** `read` for callers that have the address at hand. */
  async readAt<T>(
    policy: CachePolicy<never>,
    address: Address,
    load: () => Promise<T>,
    storing: Storing<T>,
  ): Promise<CacheAnswer<T>> {
    if (this.unitOfWork.isOpen) {
      throw new Error(`${policy.name}: a read inside a transaction could publish what it undoes`);
    }
    const answer = await this.#answer({ policy, address, load, storing });
    this.meters.reads.inc({ policy: policy.name, source: answer.from });
    return answer;
  }

  /**
   * The value if this process holds it, current and not due for a refresh; undefined otherwise, and
   * when that cannot be known. Loads nothing, and asks the shared store for stamps only.
   */
  held<T>(
    policy: CachePolicy<never>,
    address: Address,
    request = currentRequest(),
  ): Promise<CacheAnswer<T> | undefined> {
    const entry = this.#local.get(address.key);
    const now = this.clock.now().getTime();
    if (!entry || now >= entry.softUntil || this.auditor.isDue) return Promise.resolve(undefined);
    const askedAt = performance.now();
    const hit = (isCurrent: boolean): CacheAnswer<T> | undefined => {
      if (!isCurrent) return undefined;
      this.auditor.passed();
      this.meters.countLocalHit(policy.name);
      return { value: entry.value as T, from: 'L1', ageMs: Math.max(0, now - entry.storedAt) };
    };
    // No `async`: hits are many, and each further promise costs.
    if (this.#isTrusted(policy, entry)) return endOfTurn().then(hit);
    return this.store.getMany(address.stampKeys, request).then(
      (stamps) => hit(this.#agrees(address, entry, stamps, askedAt)),
      () => undefined,
    );
  }

  /**
   * Replaces the stamps of these tags: no entry stored until now is served again.
   * @throws when the store did not take it; the caller must try again until it does
   */
  async bump(tags: Iterable<string>): Promise<void> {
    const distinct = new Set(tags);
    const done = this.meters.bumpSeconds.startTimer();
    try {
      await Promise.all([...distinct].map((tag) => this.#stamps.replace(tag, bumpDeadlineMs)));
    } finally {
      this.#local.touch(distinct);
      done();
    }
  }

  async #answer<T>(lookup: Lookup<T>): Promise<CacheAnswer<T>> {
    const { key, tags } = lookup.address;
    const local = this.#localEntry(key);
    if (local && this.#isTrusted(lookup.policy, local)) return this.#serve(lookup, local, 'L1');

    const askedAt = performance.now();
    let stamps: string[];
    try {
      const seen = await this.#fetch(lookup, local, askedAt);
      if (seen.entry) return this.#serve(lookup, seen.entry, seen.from);
      this.meters.misses.inc({ policy: lookup.policy.name, cause: seen.cause });
      stamps = await this.#stamps.completed(tags, seen.stamps);
    } catch {
      // Without the store answers are slower, not wrong. Nothing tells whether a load under way has
      // seen the writes of other processes, so this read waits for a load that begins after it.
      const { name: policy } = lookup.policy;
      const flight = `${key} without store`;
      if (this.#loads.isAwaited(flight)) this.meters.coalesced.inc({ policy });
      const value = await this.#loads.shareNext(flight, () => this.#timed(lookup, lookup.load));
      return { value, from: 'BYPASS', ageMs: 0 };
    }
    return { value: await this.#fill(lookup, stamps, askedAt), from: 'MISS', ageMs: 0 };
  }

  #localEntry(key: string): LocalEntry | undefined {
    const entry = this.#local.get(key);
    if (!entry || this.clock.now().getTime() < entry.hardUntil) return entry;
    this.#local.drop(key);
    return undefined;
  }

  #isTrusted(policy: CachePolicy<never>, entry: LocalEntry): boolean {
    return policy.freshness === 'relaxed' && this.#local.isTrusted(entry);
  }

  /** @throws when the store does not answer */
  async #isCurrent(address: Address, entry: LocalEntry): Promise<boolean> {
    const askedAt = performance.now();
    return this.#agrees(address, entry, await this.store.getMany(address.stampKeys), askedAt);
  }

  /** Drops an entry that a write has overtaken. */
  #agrees({ key }: Address, entry: LocalEntry, stamps: unknown[], askedAt: number): boolean {
    const isCurrent = stampsEqual(entry.stamps, stamps);
    if (isCurrent) entry.validatedAt = askedAt;
    else this.#local.drop(key);
    return isCurrent;
  }

  /** A current entry, or why there is none; for a local entry only the stamps are fetched. */
  async #fetch<T>(lookup: Lookup<T>, local: LocalEntry | undefined, askedAt: number) {
    const { key, stampKeys } = lookup.address;
    if (local && (await this.#isCurrent(lookup.address, local))) {
      return { entry: local, from: 'L1' as const };
    }
    // The local entry is obsolete, but another process may have stored a new one.
    const [found, ...stamps] = await this.store.getMany([key, ...stampKeys]);
    const entry = decoded(asEntry(found), lookup.storing, lookup.address, askedAt);
    if (entry && stampsEqual(entry.stamps, stamps)) {
      if (this.clock.now().getTime() < entry.hardUntil) {
        this.#local.put(key, entry);
        return { entry, from: 'L2' as const };
      }
      return { stamps, cause: 'expired' as MissCause };
    }
    const cause: MissCause = entry || local ? 'stamp' : 'cold';
    return { stamps, cause };
  }

  #serve<T>(lookup: Lookup<T>, entry: LocalEntry, from: CacheSource): CacheAnswer<T> {
    const now = this.clock.now().getTime();
    const value = entry.value as T;
    const ageMs = Math.max(0, now - entry.storedAt);
    if (now < entry.softUntil) {
      this.auditor.hit(() => this.#audited(lookup, entry));
      return { value, from, ageMs };
    }
    this.#refresh(lookup, entry);
    return { value, from: 'STALE', ageMs };
  }

  #audited<T>({ policy, address, load, storing }: Lookup<T>, entry: LocalEntry): Audited {
    const stored = (value: T) => JSON.stringify(storing.encode(value));
    return {
      policy: policy.name,
      agrees: async () => stored(await load()) === stored(entry.value as T),
      isCurrent: async () =>
        this.clock.now().getTime() < entry.hardUntil && (await this.#isCurrent(address, entry)),
    };
  }

  /** One load in the background; until it ends, and if it fails, the old answer is served. */
  #refresh<T>(lookup: Lookup<T>, entry: LocalEntry): void {
    if (this.#loads.isRunning(flightOf(lookup, entry.stamps))) return;
    this.meters.refreshes.inc({ policy: lookup.policy.name });
    outsideRequest(() => {
      this.#fill(lookup, entry.stamps, entry.validatedAt).catch(() => {});
    });
  }

  async #fill<T>(lookup: Lookup<T>, stamps: readonly string[], askedAt: number): Promise<T> {
    // Reads that start after a bump have other stamps, so they never join a load from before it.
    return this.#load(lookup, flightOf(lookup, stamps), async () => {
      const value = await lookup.load();
      const { policy, storing } = lookup;
      const { key, tags } = lookup.address;
      const now = this.clock.now().getTime();
      const lives = lifetime(policy, now, storing.ttlMs?.(value), storing.trueUntil?.(value));
      // The value's time has passed during the load.
      if (lives.hardUntil <= now) return value;
      const entry = { format: 2 as const, stamps, ...lives };
      const bytes = storing.bytes(value);
      this.#local.put(key, { ...entry, value, bytes, tags, validatedAt: askedAt });
      // Not awaited: readers of the answer need not wait until it is stored.
      const stored = { ...entry, value: storing.encode(value) };
      this.store.set(key, stored, entry.hardUntil - now).catch(() => {});
      return value;
    });
  }

  async #load<T>(lookup: Lookup<unknown>, flight: string, load: () => Promise<T>): Promise<T> {
    const policy = lookup.policy.name;
    if (this.#loads.isRunning(flight)) this.meters.coalesced.inc({ policy });
    return this.#loads.share(flight, () => this.#timed(lookup, load));
  }

  #timed<T>({ policy }: Lookup<unknown>, load: () => Promise<T>): Promise<T> {
    const done = this.meters.loadSeconds.startTimer({ policy: policy.name });
    return load().finally(done);
  }
}
