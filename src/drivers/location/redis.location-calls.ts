import { countRedisCall, type RedisConnection } from '../../platform/index.js';
import { locationDeadlineMs } from '../drivers.cache.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import type { Script } from './redis.location-scripts.js';

/** Calls to the store of live positions, each within its deadline. */
export class RedisLocationCalls {
  constructor(private readonly redis: RedisConnection) {}

  /** @throws location-store-unavailable */
  run(wanted: Script, keys: string[], values: string[]): Promise<unknown> {
    const options = { keys, arguments: values };
    return this.inTime(async (client) => {
      try {
        return await client.evalSha(wanted.sha1, options);
      } catch (error) {
        // A restarted or flushed Redis has lost its scripts: this call sends the whole text.
        if (!String(error).includes('NOSCRIPT')) throw error;
        return client.eval(wanted.source, options);
      }
    });
  }

  /** @throws location-store-unavailable */
  async inTime<T>(
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
