import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.js';
import {
  Batcher,
  countRedisCall,
  type RedisConnection,
  type RequestContext,
  tooSoon,
} from '../../platform/index.js';
import { pingQuota, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NearestSearch,
  type NotHeard,
  type OpenShift,
  type RecordOutcome,
  type Session,
  type ShiftState,
  type StoredFix,
} from './location.port.js';
import { AnsweredFixes } from './answered-fixes.js';
import { cellsAround } from './geo-cells.js';
import { nearestOf } from './nearest.js';
import { closeScript, nearestScript, openScript } from './redis.location-scripts.js';
import { RedisLocationCalls } from './redis.location-calls.js';
import { pingScript } from './redis.ping-script.js';
import { sessionIn } from './redis.session-text.js';
import { decodeFix, encodeFix, recordedMsOf } from './stored-fix.js';

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
  readonly epoch: number;
  /** Null where none can be used. */
  readonly fix: Fix | null;
  readonly receivedAtMs: number;
}

type PingOutcome = RecordOutcome | 'heard';

type Kind = 'session' | 'loc' | 'near' | 'seen' | 'jump';

const wordOf = (value: number | null | undefined) => String(value ?? '-');

/** Positions shared by all processes. Each call is one round trip, and each key has a TTL. */
export class RedisLocationStore extends LocationStore {
  readonly #calls: RedisLocationCalls;
  readonly #answered = new AnsweredFixes();
  readonly #lastRead = new LRUCache<string, { stored: string; fix: StoredFix }>({
    max: rememberedDrivers,
  });
  readonly #prefixes: Readonly<Record<Kind, string>>;
  readonly #toldKey: string;
  readonly #pings = new Batcher<Ping, PingOutcome | number>(mostPingsAtOnce, (pings) =>
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
    redis: RedisConnection,
    private readonly clock: Clock,
  ) {
    super();
    this.#calls = new RedisLocationCalls(redis);
    // The braces keep all keys in one slot of a Redis Cluster, as the scripts and MGET need.
    const key = (...parts: string[]) => redis.key('{positions}', ...parts);
    this.#prefixes = {
      session: key('session', ''),
      loc: key('loc', ''),
      near: key('near', ''),
      seen: key('seen', ''),
      jump: key('jump', ''),
    };
    this.#toldKey = key('told');
  }

  override async openShift(driverId: string, shift: OpenShift): Promise<void> {
    const { epoch, store, isResumed, isSignOn } = shift;
    const doubtUntilMs = isResumed ? this.clock.now().getTime() + positionTtlMs : 0;
    const place = store ? [store.id, String(store.location.lat), String(store.location.lng)] : [];
    const stays = isSignOn ? '1' : '0';
    const session = [driverId, String(epoch), String(doubtUntilMs), stays, ...place];
    await this.#calls.run(openScript, this.#keysOf(driverId), session);
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    await this.#calls.run(closeScript, this.#keysOf(driverId), [driverId, String(epoch)]);
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
    await this.#calls.inTime((client) => client.set(this.#toldKey, '1', { PX: shiftTtlMs }));
  }

  override async record(
    driverId: string,
    fix: Fix,
    request?: RequestContext,
  ): Promise<RecordOutcome> {
    const receivedAtMs = this.clock.now().getTime();
    const outcome = await this.#ask({ driverId, epoch: fix.epoch, fix, receivedAtMs }, request);
    if (outcome === 'applied' || outcome === 'corrected') {
      this.#answered.remember(driverId, fix, receivedAtMs);
    }
    return outcome as RecordOutcome;
  }

  override async hear(
    driverId: string,
    epoch: number,
    request?: RequestContext,
  ): Promise<'heard' | NotHeard> {
    const receivedAtMs = this.clock.now().getTime();
    const outcome = await this.#ask({ driverId, epoch, fix: null, receivedAtMs }, request);
    return outcome as 'heard' | NotHeard;
  }

  async #ask(ping: Ping, request: RequestContext | undefined): Promise<PingOutcome> {
    countRedisCall(request);
    const outcome = await this.#pings.ask(ping);
    if (typeof outcome === 'number') throw tooSoon(pingQuota, outcome);
    return outcome;
  }

  async #recordAll(pings: readonly Ping[]): Promise<(PingOutcome | number)[]> {
    const { session, loc, near, seen, jump } = this.#prefixes;
    const values = pings.flatMap(({ driverId, epoch, fix, receivedAtMs }) => {
      if (!fix) return [driverId, String(epoch), '-', '-', `[${receivedAtMs}`, '-1', '-'];
      const answered = this.#answered.of(driverId, epoch);
      return [
        driverId,
        String(epoch),
        String(fix.seq),
        wordOf(recordedMsOf(fix)),
        encodeFix(fix, receivedAtMs),
        String(answered?.seq ?? -1),
        wordOf(answered?.recordedMs),
      ];
    });
    const keys = [session, loc, near, seen, this.#toldKey, jump];
    return (await this.#calls.run(pingScript, keys, values)) as (PingOutcome | number)[];
  }

  override async sessionsOf(driverIds: readonly string[]): Promise<Map<string, Session>> {
    if (driverIds.length === 0) return new Map();
    const texts = await this.#calls.inTime((client) =>
      client.mGet(driverIds.map((driverId) => this.#prefixes.session + driverId)),
    );
    return new Map(
      driverIds.flatMap((driverId, place) => {
        const session = sessionIn(texts[place]);
        return session ? [[driverId, session]] : [];
      }),
    );
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
    return this.#calls.inTime((client) => client.mGet(keys));
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
    const [driverIds, stored] = (await this.#calls.run(
      nearestScript,
      [this.#prefixes.near + storeId, this.#prefixes.loc],
      [String(enough), String(ofCell), ...rings.map((cells) => cells.join(' '))],
    )) as [string[], (string | null)[]];
    return nearestOf(fixesOf(driverIds, stored), search);
  }

  #keysOf(driverId: string): string[] {
    const { session, loc, near, seen } = this.#prefixes;
    return [session + driverId, loc + driverId, near, seen];
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
