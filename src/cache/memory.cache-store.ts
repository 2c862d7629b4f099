import { KeyvCacheableMemory } from '@cacheable/memory';
import { Keyv } from 'keyv';

const mostEntries = 20_000;

/** The L2 store of the embedded mode: in this process, least recently used first out. */
export function memoryCacheStore(): Keyv {
  return new Keyv({ store: new KeyvCacheableMemory({ lruSize: mostEntries, useClone: false }) });
}
