import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, tally, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection } from '../platform/index.js';
import { mostLinks } from './domain/share-rules.js';
import { ShareLinks } from './share-links.service.js';

const clock = new ManualClock(new Date());
const hour = 60 * 60_000;

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
let orderId: string;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
});
beforeEach(async () => {
  [customer, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('driver', 'Wei Zhang'),
  ]);
  orderId = await shop.order(customer, [['THING', 1]]);
});
afterAll(() => larder?.close());

const share = (who = customer) => who.post(`/v1/orders/${orderId}/share`);
const link = async () => (await wanted(201, share())).token as string;
const unshare = (who = customer) => who.delete(`/v1/orders/${orderId}/share`);
const follow = (token: string, etag?: string) =>
  larder.anyone.get(`/v1/track/${token}`, etag === undefined ? {} : { 'if-none-match': etag });
const refused = async (token: string) => {
  const { status, body, headers } = await follow(token);
  const { requestId, instance, ...rest } = body;
  expect([requestId, instance]).toEqual([expect.any(String), `/v1/track/${token}`]);
  return { status, ...rest, cacheControl: headers['cache-control'] };
};

describe('a share link', () => {
  it('shows without a login where the order is, but neither goods nor destination', async () => {
    const { token, url, expiresAt } = await wanted(201, share());
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(url).toBe(`/v1/track/${token}`);
    expect(expiresAt).toBe(new Date(clock.now().getTime() + 24 * hour).toISOString());
    expect((await follow(token)).body).toEqual({
      status: 'placed',
      slot: null,
      driver: null,
      position: null,
      positionStatus: 'not-shared',
      eta: { seconds: 3600, source: 'promise', confidence: 'low' },
      pollAfterMs: 60_000,
    });
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const epoch = await goOnDuty(driver);
    const fixes = [{ seq: 1, lat: 0.41, lng: 0.42 }];
    await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
    const { body, headers } = await follow(token);
    expect(body).toMatchObject({
      status: 'out_for_delivery',
      driver: { firstName: 'Wei' },
      positionStatus: 'live',
      position: { lat: 0.41, lng: 0.42, ageSeconds: 0 },
    });
    expect(Object.keys(body)).toHaveLength(7);
    expect(headers['cache-control']).toBe('no-store');
    expect((await follow(token, headers['etag'])).status).toBe(304);
    await shop.walkTo(orderId, 'delivered', driver);
    expect((await follow(token)).body).toMatchObject({ status: 'delivered', position: null });
  });

  it('is one of at most ten at once, however many are asked for', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => share()));
    expect(tally(answers)).toEqual({ 201: mostLinks, '409 too-many-links': 2 });
    expectProblem(await share(), 409, 'too-many-links');
    await wanted(204, unshare());
    await link();
  });

  it('costs no SQL when it is looked at again', async () => {
    const token = await link();
    await wanted(200, follow(token));
    const before = larder.sqlForRequests;
    for (let times = 0; times < 10; times += 1) await wanted(200, follow(token));
    expect(larder.sqlForRequests - before).toBe(0);
  });

  it('gets one refusal: unknown, revoked, ended, or no token at all', async () => {
    const unknown = randomBytes(16).toString('base64url');
    const revoked = await link();
    await wanted(200, follow(revoked));
    expect((await unshare()).status).toBe(204);
    const afterRevoking = await refused(revoked);

    const ended = await link();
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    clock.advance(3 * hour - 1);
    await wanted(200, follow(ended));
    clock.advance(1);
    const all = [afterRevoking, await refused(ended), await refused(unknown), await refused('x')];
    expect(all[0]).toMatchObject({ status: 404, code: 'share-link-not-found' });
    expect(all[0]!.cacheControl).toBe('no-store');
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('is not made for an order that ended long ago', async () => {
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`, {}));
    await shop.sql(`UPDATE order_timeline SET at = at - interval '3 hours' WHERE order_id = $1`, [
      orderId,
    ]);
    const { status, body } = await share();
    expect([status, body.code]).toEqual([409, 'order-ended']);
  });

  it('ends at its time though the order goes on', async () => {
    const token = await link();
    clock.advance(24 * hour - 1);
    await wanted(200, follow(token));
    clock.advance(1);
    expect((await follow(token)).status).toBe(404);
  });

  it('is one of many, and all are revoked together', async () => {
    const tokens = [await link(), await link()];
    for (const token of tokens) await wanted(200, follow(token));
    expect((await unshare()).status).toBe(204);
    for (const token of tokens) expect((await follow(token)).status).toBe(404);
    expect((await unshare()).status).toBe(204);
  });

  it('is made and revoked by the customer only', async () => {
    const token = await link();
    const stranger = await larder.person('customer');
    for (const answer of [await share(stranger), await unshare(stranger)]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'order-not-found']);
    }
    await wanted(200, follow(token));
  });

  it('is kept as the hash of its token alone', async () => {
    const token = await link();
    const rows = await shop.sql<{ hash: string; row: string }>(
      `SELECT encode(token_hash, 'hex') AS hash, link::text AS row
       FROM share_links link WHERE order_id = $1`,
      [orderId],
    );
    expect(rows.map(({ hash }) => hash)).toEqual([
      createHash('sha256').update(token).digest('hex'),
    ]);
    expect(await shop.sql('SELECT 1 FROM outbox e WHERE e::text LIKE $1', [`%${token}%`])).toEqual(
      [],
    );
  });

  it('is removed when its time is over, and not before', async () => {
    const { token, expiresAt } = await wanted(201, share());
    const kept = () => shop.sql('SELECT 1 FROM share_links WHERE order_id = $1', [orderId]);
    const job = larder.app.get(ShareLinks);
    clock.advance(Date.parse(expiresAt as string) - clock.now().getTime() - 1);
    await job.forgetExpired();
    expect(await kept()).toHaveLength(1);
    clock.advance(1);
    await job.forgetExpired();
    expect(await kept()).toHaveLength(0);
    expect((await follow(token as string)).status).toBe(404);
  });
});
