import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.js';
import {
  Batcher,
  countRedisCall,
  type RedisConnection,
  type RequestContext,
  tooSoon,
} from '../../platform/index.js';
import { locationDeadlineMs, pingQuota, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NearestSearch,
  type OpenShift,
  type PhoneAge,
  type RecordOutcome,
  type ShiftState,
  type StoredFix,
} from './location.port.js';
import { cellsAround } from './geo-cells.js';
import { nearestOf } from './nearest.js';
import {
  closeScript,
  nearestScript,
  openScript,
  recordScript,
  type Script,
} from './redis.location-scripts.js';
import { decodeFix, encodeFix } from './stored-fix.js';

const restoredAtOnce = 100;
/** The rings' shares of the radius. */
const ringShares = [1 / 64, 1 / 8, 1];
/** The least number of drivers to take of a cell of the geo index. */
const leastOfCell = 20;
const mostOfCell = 50;
const rememberedDrivers = 20_000;

/** Keeps one script's time in Redis to about a millisecond. */
const mostPingsAtOnce = 50;
const mostReadAtOnce = 1000;

interface Ping {
  readonly driverId: string;
  readonly fix: Fix;
  readonly age: PhoneAge;
  readonly receivedAtMs: number;
}

/** Positions shared by all processes. Each call is one round trip, and each key has a TTL. */
export class RedisLocationStore extends LocationStore {
  /**
   * The highest kept sequence number of each driver's shift that this process has seen. A flushed
   * Redis has lost its own: pings that were answered before stay stale.
   */
  readonly #kept = new LRUCache<string, { epoch: number; seq: number }>({
    max: rememberedDrivers,
  });
  readonly #lastRead = new LRUCache<string, { stored: string; fix: StoredFix }>({
    max: rememberedDrivers,
  });
  readonly #prefixes: Readonly<Record<'shift' | 'loc' | 'near' | 'seen', string>>;
  readonly #toldKey: string;
  readonly #pings = new Batcher<Ping, RecordOutcome | number>(mostPingsAtOnce, (pings) =>
    this.#recordAll(pings),
  );
  /**
   * Sent at the end of the turn, as the cache sends its reads: a poll's stamps and position leave
   * in one write and cost one round trip.
   */
  readonly #reads = new Batcher<string, StoredFix | null>(mostReadAtOnce, (driverIds) =>
    this.#readAll(driverIds),
  );

  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {
    super();
    // The braces keep all keys in one slot of a Redis Cluster, as the scripts and MGET need.
    const key = (...parts: string[]) => redis.key('{positions}', ...parts);
    const [shift, loc, near, seen] = [
      key('shift', ''),
      key('loc', ''),
      key('near', ''),
      key('seen', ''),
    ];
    this.#prefixes = { shift, loc, near, seen };
    this.#toldKey = key('told');
  }

  override async openShift(
    driverId: string,
    { epoch, store, isResumed }: OpenShift,
  ): Promise<void> {
    const doubtUntilMs = isResumed ? this.clock.now().getTime() + positionTtlMs : 0;
    const place = store ? [store.id, String(store.location.lat), String(store.location.lng)] : [];
    const shift = [driverId, String(epoch), String(doubtUntilMs), ...place];
    await this.#run(openScript, this.#keysOf(driverId), shift);
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    await this.#run(closeScript, this.#keysOf(driverId), [driverId, String(epoch)]);
  }

  override async restore(shifts: readonly ShiftState[]): Promise<void> {
    for (let first = 0; first < shifts.length; first += restoredAtOnce) {
      const some = shifts.slice(first, first + restoredAtOnce);
      await Promise.all(
        some.map((state) =>
          'open' in state
            ? this.openShift(state.driverId, { ...state.open, isResumed: true })
            : this.closeShift(state.driverId, state.endedEpoch),
        ),
      );
    }
    await this.#inTime((client) => client.set(this.#toldKey, '1', { PX: shiftTtlMs }));
  }

  override async record(
    driverId: string,
    fix: Fix,
    age: PhoneAge = 'fresh',
    request?: RequestContext,
  ): Promise<RecordOutcome> {
    countRedisCall(request);
    const receivedAtMs = this.clock.now().getTime();
    const outcome = await this.#pings.ask({ driverId, fix, age, receivedAtMs });
    if (typeof outcome === 'number') throw tooSoon(pingQuota, outcome);
    if (outcome === 'applied') this.#remember(driverId, fix.epoch, fix.seq);
    return outcome;
  }

  async #recordAll(pings: readonly Ping[]): Promise<(RecordOutcome | number)[]> {
    const { shift, loc, near, seen } = this.#prefixes;
    const values = pings.flatMap(({ driverId, fix, age, receivedAtMs }) => {
      const { epoch, seq } = fix;
      const before = this.#kept.get(driverId);
      const kept = before?.epoch === epoch ? before.seq : -1;
      const sent = encodeFix(fix, receivedAtMs);
      return [driverId, String(epoch), String(seq), sent, String(kept), age];
    });
    const outcomes = await this.#run(recordScript, [shift, loc, near, seen, this.#toldKey], values);
    return outcomes as (RecordOutcome | number)[];
  }

  /** Answers may arrive in another order than the pings were kept in. */
  #remember(driverId: string, epoch: number, seq: number): void {
    const known = this.#kept.get(driverId);
    if (known && (known.epoch > epoch || (known.epoch === epoch && known.seq >= seq))) return;
    this.#kept.set(driverId, { epoch, seq });
  }

  override latest(driverId: string, request?: RequestContext): Promise<StoredFix | null> {
    countRedisCall(request);
    return this.#reads.ask(driverId);
  }

  async #readAll(driverIds: readonly string[]): Promise<(StoredFix | null)[]> {
    const stored = await this.#stored(driverIds);
    return driverIds.map((driverId, place) => this.#decoded(driverId, stored[place]));
  }

  #stored(driverIds: readonly string[]): Promise<(string | null)[]> {
    const keys = driverIds.map((driverId) => this.#prefixes.loc + driverId);
    return this.#inTime((client) => client.mGet(keys));
  }

  /** Kept, because waiting customers read a driver's fix again and again between two pings. */
  #decoded(driverId: string, stored: string | null | undefined): StoredFix | null {
    if (stored === null || stored === undefined) return null;
    const last = this.#lastRead.get(driverId);
    if (last?.stored === stored) return last.fix;
    const fix = decodeFix(stored);
    this.#lastRead.set(driverId, { stored, fix });
    return fix;
  }

  override async latestOfMany(driverIds: readonly string[]): Promise<Map<string, StoredFix>> {
    if (driverIds.length === 0) return new Map();
    return fixesOf(driverIds, await this.#stored(driverIds));
  }

  override async nearest(search: NearestSearch): Promise<NearbyDriver[]> {
    const { storeId, place, radiusM, limit, exclude } = search;
    const enough = limit + (exclude?.size ?? 0);
    const ofCell = Math.min(Math.max(enough, leastOfCell), mostOfCell);
    const rings = ringShares.map((share) =>
      cellsAround(place, radiusM * share).map(({ least, end }) => `${least} ${end}`),
    );
    const [driverIds, stored] = (await this.#run(
      nearestScript,
      [this.#prefixes.near + storeId, this.#prefixes.loc],
      [String(enough), String(ofCell), ...rings.map((cells) => cells.join(' '))],
    )) as [string[], (string | null)[]];
    return nearestOf(fixesOf(driverIds, stored), search);
  }

  #keysOf(driverId: string): string[] {
    const { shift, loc, near, seen } = this.#prefixes;
    return [shift + driverId, loc + driverId, near, seen];
  }

  #run(wanted: Script, keys: string[], values: string[]): Promise<unknown> {
    const options = { keys, arguments: values };
    return this.#inTime(async (client) => {
      try {
        return await client.evalSha(wanted.sha1, options);
      } catch (error) {
        // A restarted or flushed Redis has lost its scripts: this call sends the whole text.
        if (!String(error).includes('NOSCRIPT')) throw error;
        return client.eval(wanted.source, options);
      }
    });
  }

  async #inTime<T>(
    call: (client: NonNullable<RedisConnection['client']>) => Promise<T>,
  ): Promise<T> {
    const { client } = this.redis;
    if (!client) throw LocationStoreUnavailable.because('There is no connection to Redis.');
    countRedisCall();
    try {
      return await this.redis.withDeadline(locationDeadlineMs, call(client));
    } catch {
      // The error may quote the command, and with it the coordinates: it stops here.
      throw LocationStoreUnavailable.because('The store of live positions did not answer in time.');
    }
  }
}

function fixesOf(
  driverIds: readonly string[],
  stored: readonly (string | null)[],
): Map<string, StoredFix> {
  return new Map(
    driverIds.flatMap((driverId, place) => {
      const fix = stored[place];
      return fix === null || fix === undefined ? [] : [[driverId, decodeFix(fix)]];
    }),
  );
}
