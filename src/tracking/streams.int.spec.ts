import { randomUUID } from 'node:crypto';
import { EventSource } from 'eventsource';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { RedisConnection } from '../platform/index.js';
import { TrackingAnswers } from './http/tracking-answers.js';
import { TrackingStreams } from './http/tracking-streams.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let address: string;
let shop: Shop;
let customer: Person;
let driver: Person;
let orderId: string;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  larder.app.get(TrackingStreams).lookEveryMs = 50;
  const redis = larder.app.get(RedisConnection);
  await eventually('Redis is there, if there is to be one', () => !redis.client || redis.isReady);
  address = await listening(larder);
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
});
beforeEach(async () => {
  [customer, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('driver', 'Wei Zhang'),
  ]);
  orderId = await shop.order(customer, [['THING', 1]]);
});
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.close();
  await eventually('no stream is left', async () => (await openStreams()) === 0);
});
afterAll(() => larder?.close());

async function listening({ app }: Larder): Promise<string> {
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}
const openStreams = async () => {
  const { text } = await larder.anyone.get('/metrics');
  return Number(/^larder_tracking_streams (\d+)$/m.exec(text)![1]);
};
const stream = (id = orderId) => `/v1/orders/${id}/tracking/stream`;
const poll = async () => wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));

/** Otherwise a viewer would wait for the `retry` seconds before it reconnects. */
const comingBackAtOnce = () =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, out) {
      const text = Buffer.from(bytes).toString('latin1');
      out.enqueue(Buffer.from(text.replace(/^retry: \d+/, 'retry: 10'), 'latin1'));
    },
  });

/** A standard client, which reconnects by itself. */
class Viewer extends EventSource {
  readonly seen: { readonly id: string; readonly data: any }[] = [];
  /** The status of each answer it got. */
  readonly answers: number[] = [];

  constructor(path: string, who: Person | null, lastEventId?: string) {
    super(address + path, {
      fetch: async (url, init) => {
        const headers = new Headers(init.headers);
        if (who?.token) headers.set('authorization', `Bearer ${who.token}`);
        if (lastEventId && this.answers.length === 0) headers.set('last-event-id', lastEventId);
        const answer = await fetch(url, { ...init, headers });
        this.answers.push(answer.status);
        const { url: from, status, redirected, headers: told } = answer;
        const body = answer.body?.pipeThrough(comingBackAtOnce()) ?? null;
        return { url: from, status, redirected, headers: told, body };
      },
    });
    this.addEventListener('message', ({ lastEventId: id, data }) =>
      this.seen.push({ id, data: JSON.parse(data) }),
    );
  }

  get statuses(): string[] {
    return this.seen.map(({ data }) => data.status);
  }

  async ended(): Promise<number[]> {
    await eventually('it has given up', () => this.readyState === EventSource.CLOSED);
    return this.answers;
  }
}

const viewers: Viewer[] = [];
function view(who: Person | null = customer, path = stream(), lastEventId?: string): Viewer {
  const viewer = new Viewer(path, who, lastEventId);
  viewers.push(viewer);
  return viewer;
}
const seeing = (viewer: Viewer, status: string) =>
  eventually(`${status} is seen`, () => viewer.statuses.at(-1) === status);

describe('a stream', () => {
  it('sends each change as a poll would, ends with the order, and stops reconnects', async () => {
    const viewer = view();
    await seeing(viewer, 'placed');
    expect(viewer.seen[0]!.data).toEqual(await poll());
    for (const status of ['accepted', 'picking', 'ready', 'out_for_delivery'] as const) {
      await shop.walkTo(orderId, status, driver);
      await seeing(viewer, status);
    }
    const epoch = await goOnDuty(driver);
    const fixes = [{ seq: 1, lat: 0.41, lng: 0.42 }];
    await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
    await eventually('the driver is seen', () => viewer.seen.at(-1)!.data.position?.lat === 0.41);
    await shop.walkTo(orderId, 'delivered', driver);
    await seeing(viewer, 'delivered');
    const { headers, body } = await customer.get(`/v1/orders/${orderId}/tracking`);
    expect(viewer.seen.at(-1)).toEqual({ id: headers['etag'], data: body });
    expect(body).toMatchObject({ position: null, pollAfterMs: null });
    expect(await viewer.ended()).toEqual([200, 204]);
    expect(new Set(viewer.seen.map(({ id }) => id)).size).toBe(viewer.seen.length);
  });

  it('does not repeat events that the reader has seen', async () => {
    const { headers } = await customer.get(`/v1/orders/${orderId}/tracking`);
    const viewer = view(customer, stream(), headers['etag']);
    await eventually('it is open', () => viewer.readyState === EventSource.OPEN);
    await shop.walkTo(orderId, 'accepted');
    await seeing(viewer, 'accepted');
    expect(viewer.statuses).toEqual(['accepted']);
  });

  it('costs no SQL while nothing happens', async () => {
    const answers = larder.app.get(TrackingAnswers);
    const { ofOrder } = answers;
    let looks = 0;
    answers.ofOrder = (...asked) => {
      looks += 1;
      return ofOrder.apply(answers, asked);
    };
    const viewer = view();
    await seeing(viewer, 'placed');
    const before = larder.sqlForRequests;
    const from = looks;
    await eventually('it has looked three times', () => looks >= from + 3);
    expect(larder.sqlForRequests - before).toBe(0);
    answers.ofOrder = ofOrder;
    expect(viewer.statuses).toEqual(['placed']);
  });

  it('is refused as a poll is', async () => {
    const stranger = await larder.person('customer');
    expect((await stranger.get(stream())).body.code).toBe('order-not-found');
    expect((await customer.get(stream('1'))).body.code).toBe('invalid-id');
    expect((await larder.anyone.get(stream())).body.code).toBe('unauthenticated');
    expect((await driver.get(stream())).body.code).toBe('forbidden');
    expect(await view(stranger).ended()).toEqual([404]);
  });

  it('is one of at most five per account', async () => {
    const five = Array.from({ length: 5 }, () => view());
    await Promise.all(five.map((each) => seeing(each, 'placed')));
    const sixth = await customer.get(stream());
    expect([sixth.status, sixth.body.code]).toEqual([429, 'too-many-streams']);
    const other = await larder.person('customer');
    const theirs = await shop.order(other, [['THING', 1]]);
    await seeing(view(other, stream(theirs)), 'placed');
    five[0]!.close();
    await eventually('its place is free', async () => (await openStreams()) === 5);
    await seeing(view(), 'placed');
  });

  it('takes no place for a HEAD request', async () => {
    const headers = { authorization: `Bearer ${customer.token}` };
    const answer = await fetch(address + stream(), { method: 'HEAD', headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    await eventually('it is closed', async () => (await openStreams()) === 0);
  });

  it('ends cleanly when the server closes, without waiting for its reader', async () => {
    const second = await Larder.openWith(larder.config, clock);
    const headers = { authorization: `Bearer ${customer.token}` };
    const answer = await fetch((await listening(second)) + stream(), { headers });
    expect(answer.headers.get('connection')).toBe('close');
    await second.close();
    // The read would fail if the connection had been cut.
    expect(await answer.text()).toMatch(/^retry: \d{4}\n\nid: W\/"[^"]+"\ndata: {.+}\n\n$/);
  });
});

describe('a stream of a share link', () => {
  it('sends what a poll answers, and ends when the link is revoked', async () => {
    const { token } = await wanted(201, customer.post(`/v1/orders/${orderId}/share`));
    const viewer = view(null, `/v1/track/${token}/stream`);
    await seeing(viewer, 'placed');
    expect(viewer.seen[0]!.data).toEqual((await larder.anyone.get(`/v1/track/${token}`)).body);
    await shop.walkTo(orderId, 'accepted');
    await seeing(viewer, 'accepted');
    await customer.delete(`/v1/orders/${orderId}/share`);
    expect(await viewer.ended()).toEqual([200, 404]);
  });

  it('is refused for an unknown token', async () => {
    const token = randomUUID().replaceAll('-', '').slice(0, 22);
    const { status, body } = await larder.anyone.get(`/v1/track/${token}/stream`);
    expect([status, body.code]).toEqual([404, 'share-link-not-found']);
  });
});

// Last, because all earlier tokens have expired after it.
it('ends with the token of its reader', async () => {
  const viewer = view();
  await seeing(viewer, 'placed');
  clock.advance(24 * 60 * 60_000);
  expect(await viewer.ended()).toEqual([200, 401]);
});
