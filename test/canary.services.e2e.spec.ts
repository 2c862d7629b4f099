// Two processes, two hundred customers, and a mark of its owner in everything private: no answer
// ever shows another customer's mark. For longer than the test command does:
// CANARY_REQUESTS=1000000 npx vitest run --project services test/canary
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderTag } from '../src/orders/index.js';
import { type Customer, settle } from './support/canary-people.js';
import { kinds, roam } from './support/canary-traffic.js';
import { Larder } from './support/larder.js';
import { build, freePort, Program } from './support/process.js';
import { StampedCache } from '../src/cache/stamped-cache.js';

const requests = Number(process.env.CANARY_REQUESTS ?? 2000);

let larder: Larder;
let customers: Customer[];
let staff: string;

beforeAll(async () => {
  await build();
  // Neither tokens nor orders expire while the run lasts.
  larder = await Larder.open({
    env: { ACCESS_TOKEN_MINUTES: '1440', ORDER_ACCEPT_MINUTES: '1440' },
  });
  customers = await settle(larder, 200);
  staff = (await larder.person('dispatcher')).token!;
}, 180_000);
afterAll(() => larder?.close());

/** Another process on the database and the Redis of `larder`. */
async function serve(namespace: string, entry?: string, args?: string[]) {
  const { databaseUrl, redisUrl, authSecrets } = larder.config;
  return Program.serve(
    {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      REDIS_NAMESPACE: namespace,
      AUTH_SECRETS: authSecrets.join(','),
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'fatal',
    },
    entry,
    args,
  );
}

const evict = async ({ orderId }: Customer) => {
  await larder.app.get(StampedCache).bump([orderTag(orderId), 'catalog']);
};

describe('two hundred customers', { timeout: 120_000 + requests * 10 }, () => {
  it('see nothing of each other', async () => {
    const { redisNamespace } = larder.config;
    const servers = await Promise.all([serve(redisNamespace), serve(redisNamespace)]);
    const addresses = servers.map((server) => server.address);
    const { counts, findings } = await roam({ addresses, customers, staff, requests, evict });
    expect(findings).toEqual([]);
    expect(Object.keys(counts).toSorted()).toEqual(kinds.toSorted());
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(requests);
  });

  it.each([
    ['a key without the owner', /^tracking of another: (200|304) instead of 404/],
    ['answers kept by their address', /^own account.*: shows canary/],
    ['an ETag of the route', /^own tracking under the ETag of another: 304 instead of 200/],
  ])('would see it with %s, which this test notices', async (mistake, expected) => {
    const server = await serve(mistake, '../test/support/canary.worker.mjs', [mistake]);
    const { findings } = await roam({
      addresses: [server.address],
      customers,
      staff,
      requests: 5000,
      until: expected,
      evict,
    });
    expect(findings).toContainEqual(expect.stringMatching(expected));
  });
});
