import { expect, it } from 'vitest';
import { freshConfig, openGround } from '../../test/support/ground.js';
import { UnitOfWork } from '../platform/index.js';
import { touch } from './cache.events.js';
import { definePolicy } from './cache.policy.js';
import { StampedCache } from './stamped-cache.js';

const policy = definePolicy<string>({
  name: 'test.away',
  scope: 'public',
  ttlMs: 60_000,
  key: (id) => ({ id }),
  tags: (id) => [`thing:${id}`],
});

it('boots, reads and writes without Redis', async () => {
  const app = await openGround(await freshConfig({ REDIS_URL: 'redis://127.0.0.1:1' }));
  try {
    const cache = app.get(StampedCache);
    const first = await cache.read(policy, 'x', async () => 'straight');
    expect([first.value, first.from]).toEqual(['straight', 'BYPASS']);
    await app.get(UnitOfWork).run((tx) => touch(tx, 'thing:x'));
    expect((await cache.read(policy, 'x', async () => 'anew')).value).toBe('anew');
  } finally {
    await app.close();
  }
});
