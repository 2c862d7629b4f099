// cache-manager 7 over Redis, through cache-manager-redis-yet.
import { KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';
import type { RedisClient } from '../platform/index.js';

/**
 * The L2 store: `redisInsStore(client)` over the shared client, under cache-manager's adapter.
 *
 * - `redisInsStore`, never `redisStore`: that one connects by itself and fails the boot.
 * - `serialize`/`deserialize` off: the store writes JSON already, and would write it twice.
 * - `throwOnErrors`: else a write that Redis refused looks like one that it took.
 * - The namespace is Keyv's; the store's own `keyPrefix` is ignored by its multi-get.
 * - `{cache}` is a hash tag: in a cluster all keys of a multi-get must share a slot.
 */
export function redisCacheStore(client: RedisClient, namespace: string): Keyv {
  // The package is typed against redis 4; it only uses commands that redis 6 kept.
  const store = redisInsStore(client as unknown as Parameters<typeof redisInsStore>[0]);
  const keyv = new Keyv({
    store: new KeyvAdapter(store),
    namespace: `${namespace}:{cache}`,
    serialize: undefined,
    deserialize: undefined,
    throwOnErrors: true,
  });
  // Errors are handled at the call; without a listener they would end the process.
  keyv.on('error', () => {});
  return keyv;
}
