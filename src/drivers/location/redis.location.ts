import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { countRedisCall, type RedisConnection } from '../../platform/index.js';
import { locationDeadlineMs, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import { LocationStore, type Fix, type RecordOutcome, type StoredFix } from './location.port.js';

interface Script {
  readonly source: string;
  readonly sha1: string;
}

const script = (source: string): Script => ({
  source,
  sha1: createHash('sha1').update(source).digest('hex'),
});

// KEYS: 1 the shift {epoch, open, seq}, 2 the position. Lua's numbers are doubles: exact to 2^53.

const openScript = script(`
local known = redis.call('HMGET', KEYS[1], 'epoch', 'open')
local epoch = tonumber(known[1])
if epoch and epoch > tonumber(ARGV[1]) then return 0 end
if known[1] == ARGV[1] then
  if known[2] ~= '1' then return 0 end
else
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'open', '1')
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

const closeScript = script(`
local epoch = tonumber(redis.call('HGET', KEYS[1], 'epoch'))
if epoch and epoch > tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'open', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

const recordScript = script(`
local shift = redis.call('HMGET', KEYS[1], 'epoch', 'open', 'seq')
if shift[1] ~= ARGV[1] or shift[2] ~= '1' then return 'off-shift' end
if shift[3] and tonumber(ARGV[2]) <= tonumber(shift[3]) then return 'stale' end
redis.call('HSET', KEYS[1], 'seq', ARGV[2])
redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
return 'applied'`);

/** Positions shared by all processes. Each call is one round trip, and each key has a TTL. */
export class RedisLocationStore extends LocationStore {
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async openShift(driverId: string, epoch: number): Promise<void> {
    await this.#run(openScript, driverId, [String(epoch), String(shiftTtlMs)]);
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    await this.#run(closeScript, driverId, [String(epoch), String(shiftTtlMs)]);
  }

  override async record(driverId: string, fix: Fix): Promise<RecordOutcome> {
    const stored: StoredFix = { ...fix, receivedAt: this.clock.now().toISOString() };
    const values = [String(fix.epoch), String(fix.seq), JSON.stringify(stored)];
    const outcome = await this.#run(recordScript, driverId, [...values, String(positionTtlMs)]);
    return String(outcome) as RecordOutcome;
  }

  override async latest(driverId: string): Promise<StoredFix | null> {
    const stored = await this.#inTime((client) => client.get(this.#positionKey(driverId)));
    return stored === null ? null : (JSON.parse(String(stored)) as StoredFix);
  }

  // The braces keep a driver's two keys in one slot of a Redis Cluster, as the scripts need.
  #shiftKey(driverId: string): string {
    return this.redis.key('shift', `{${driverId}}`);
  }

  #positionKey(driverId: string): string {
    return this.redis.key('loc', `{${driverId}}`);
  }

  #run(wanted: Script, driverId: string, values: string[]): Promise<unknown> {
    const options = {
      keys: [this.#shiftKey(driverId), this.#positionKey(driverId)],
      arguments: values,
    };
    return this.#inTime(async (client) => {
      try {
        return await client.evalSha(wanted.sha1, options);
      } catch (error) {
        // A restarted or flushed Redis has forgotten its scripts: the next call is short again.
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
      // What went wrong may quote the command, and with it the coordinates: it stops here.
      throw LocationStoreUnavailable.because('The store of live positions did not answer in time.');
    }
  }
}
