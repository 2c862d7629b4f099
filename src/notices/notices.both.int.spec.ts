// What customers are told on the way of an order, in the words that they read.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noticesDone, told } from '../../test/support/notices.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { door, openShop, type Shop } from '../../test/support/shop.js';
import { NoteApproachesJob } from '../drivers/use-cases/note-approaches.job.js';
import { ManualClock } from '../kernel/clock.js';
import { NoteLateJob } from '../orders/use-cases/note-late.job.js';
import { ExpireUnacceptedJob } from '../orders/use-cases/expire-unaccepted.job.js';
import { OrderLifecycle } from '../orders/index.js';
import { UnitOfWork } from '../platform/index.js';
import { NoticeDesk } from './use-cases/notice-desk.service.js';
import { WriteNoticeJob } from './use-cases/write-notice.job.js';

/** Facts that follow one another have times that do. */
class TickingClock extends ManualClock {
  override now(): Date {
    this.advance(1);
    return super.now();
  }
}
const clock = new TickingClock('2026-12-01T08:00:00.000Z');
const minute = 60_000;
const day = 24 * 60 * 60_000;

let larder: Larder;
let shop: Shop;
let admin: Person;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '1000000' } });
  shop = await openShop(larder, {
    products: [
      { sku: 'MILK', stock: 1000, priceMinor: 500 },
      { sku: 'OAT', stock: 1000, priceMinor: 400 },
    ],
  });
  admin = await larder.person('admin');
});
beforeEach(async () => {
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
});
afterAll(() => larder?.close());

const order = (quantity = 2) => shop.order(customer, [['MILK', quantity]]);
const toldOf = (orderId: string) => told(larder, admin, orderId);
const kinds = async (orderId: string) => (await toldOf(orderId)).map(({ kind }) => kind);
const numberOf = async (orderId: string) =>
  (await wanted(200, customer.get(`/v1/orders/${orderId}`))).number as number;
const deliveryOf = async (orderId: string) => {
  const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
  return items.find((item: { order: { id: string } }) => item.order.id === orderId).id as string;
};

describe('a customer', () => {
  it('is told each step of an order that concerns them, once, in the log', async () => {
    const pick = await Pick.start(shop, customer, [['MILK', 2, { preference: 'contact' }]]);
    const { orderId } = pick;
    await wanted(200, pick.line('propose', { sku: 'OAT', quantity: 2 }));
    const { answerBy } = await pick.seen();
    await noticesDone(larder);
    await wanted(200, pick.decide('approve'));
    await wanted(200, pick.move('ready'));
    await shop.walkTo(orderId, 'out_for_delivery', driver);
    const fixes = [{ seq: 1, lat: door.lat + 250 / 111_195, lng: door.lng }];
    const epoch = await goOnDuty(driver, shop.storeId);
    await wanted(200, driver.post('/v1/driver/location', { epoch, fixes }));
    await larder.app.get(NoteApproachesJob).look();
    const deliveryId = await deliveryOf(orderId);
    const failure = { reasonCode: 'refused' };
    await wanted(200, driver.post(`/v1/driver/deliveries/${deliveryId}/fail`, failure));

    const number = await numberOf(orderId);
    const until = new Date(answerBy!).toLocaleTimeString('en-GB', {
      timeZone: 'Asia/Dubai',
      hour: '2-digit',
      minute: '2-digit',
    });
    const notices = await toldOf(orderId);
    expect(notices.map(({ kind, title }) => [kind, title])).toEqual([
      ['order_placed', `Order ${number} is placed`],
      ['order_accepted', `Order ${number} is accepted`],
      ['substitution_asked', `Order ${number}: your answer is needed by ${until}`],
      ['nearly_there', `Order ${number} is nearly there`],
      ['delivery_failed', `Order ${number} could not be delivered`],
    ]);
    expect(notices[0]!.text).toMatch(
      /^Test Shop has your order for AED 17\.00\. It comes Tue 1 Dec/,
    );
    expect(notices[2]!.text).toMatch(/^MILK is out of stock\. Would you like OAT instead\?/);
    for (const notice of notices) {
      expect(notice).toMatchObject({
        channel: 'log',
        state: 'sent',
        language: 'en',
        attempts: 1,
        problem: null,
        orderId,
      });
    }
  });

  it('is told once that an order is late', async () => {
    const orderId = await order();
    clock.advance(day);
    await larder.app.get(NoteLateJob).note();
    await larder.app.get(NoteLateJob).note();
    expect(await kinds(orderId)).toEqual(['order_placed', 'order_late']);
  });

  it('is told what is paid back, and by whom', async () => {
    const orderId = await order();
    await shop.walkTo(orderId, 'delivered', driver);
    const refund = { amountMinor: 250, reason: 'late' };
    await wanted(201, admin.post(`/v1/admin/orders/${orderId}/refunds`, refund));
    expect((await toldOf(orderId)).at(-1)).toMatchObject({
      kind: 'refunded',
      title: `AED 2.50 back for order ${await numberOf(orderId)}`,
      text: 'Test Shop will pay AED 2.50 back to you.',
    });
  });

  it('is told why an order does not come', async () => {
    const [cancelled, rejected, expired] = [await order(), await order(), await order()];
    await wanted(200, customer.post(`/v1/orders/${cancelled}/cancel`));
    const { picker } = await shop.staff();
    const reason = { reasonCode: 'rush_hour' };
    await wanted(200, picker.post(`/v1/picking/orders/${rejected}/reject`, reason));
    await larder.app.get(ExpireUnacceptedJob).expire(expired);
    const whys = [];
    for (const orderId of [cancelled, rejected, expired]) {
      const { kind, text } = (await toldOf(orderId)).at(-1)!;
      whys.push([kind, text]);
    }
    const sentence = (why: string) => `Your order from Test Shop does not come. ${why}`;
    expect(whys).toEqual([
      ['order_cancelled', sentence('It was cancelled.')],
      ['order_cancelled', sentence('The store cannot take it.')],
      ['order_cancelled', sentence('The store did not accept it in time.')],
    ]);
  });

  it('is told nothing new when an order takes the same status again', async () => {
    const orderId = await order();
    await shop.walkTo(orderId, 'picking');
    const { picker } = await shop.staff();
    await wanted(200, picker.post(`/v1/picking/orders/${orderId}/release`));
    const system = { accountId: null, role: 'system' as const };
    await larder.app
      .get(UnitOfWork)
      .run((tx) => larder.app.get(OrderLifecycle).move(tx, orderId, 'flag-dispatch', system));
    expect(await kinds(orderId)).toEqual(['order_placed', 'order_accepted']);
  });

  it('is asked nothing that has been answered by the time it is their turn', async () => {
    const pick = await Pick.start(shop, customer, [['MILK', 2, { preference: 'contact' }]]);
    await wanted(200, pick.line('propose', { sku: 'OAT', quantity: 2 }));
    await noticesDone(larder);
    const [asked] = await shop.sql<{ id: string; payload: object }>(
      `SELECT event_id AS id, payload FROM outbox
       WHERE type = 'order_line.substitute_proposed' AND aggregate_id = $1`,
      [pick.orderId],
    );
    await wanted(200, pick.decide('approve'));
    await shop.sql('DELETE FROM notices WHERE fact_id = $1', [asked!.id]);
    await larder.app.get(WriteNoticeJob).write({
      id: asked!.id,
      type: 'order_line.substitute_proposed',
      payload: asked!.payload,
      occurredAt: clock.now().toISOString(),
    });
    expect(await kinds(pick.orderId)).toEqual(['order_placed', 'order_accepted']);
  });

  it('reads Arabic after choosing it', async () => {
    const chosen = await wanted(200, customer.put('/v1/me/notices', { language: 'ar', kinds: [] }));
    expect(chosen.language).toBe('ar');
    const orderId = await order();
    expect(await toldOf(orderId)).toMatchObject([
      { language: 'ar', title: `تم استلام الطلب ${await numberOf(orderId)}` },
    ]);
  });

  it('is not told what they have switched off', async () => {
    const kindsOff = [{ kind: 'order_accepted', channels: [] }];
    await wanted(200, customer.put('/v1/me/notices', { kinds: kindsOff }));
    const orderId = await order();
    await shop.walkTo(orderId, 'accepted');
    expect(await kinds(orderId)).toEqual(['order_placed']);
  });
});

describe('the list of notices', () => {
  it('goes by pages, the latest first, and by order, kind and state', async () => {
    const orderId = await order();
    await shop.walkTo(orderId, 'accepted');
    await noticesDone(larder);
    const list = async (query: string) => wanted(200, admin.get(`/v1/admin/notices?${query}`));
    const pages = [];
    let cursor = '';
    do {
      const page = await list(`orderId=${orderId}&limit=1${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.items.map(({ kind }: { kind: string }) => kind));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(['order_accepted', 'order_placed']);
    const only = await list(`orderId=${orderId}&kind=order_placed&state=sent,failed`);
    expect(only.items).toMatchObject([{ kind: 'order_placed', accountId: await idOf(customer) }]);
    expect((await list(`orderId=${orderId}&state=failed`)).items).toEqual([]);
    const { headers } = await admin.get('/v1/admin/notices');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('holds no PIN, no address and no coordinate', async () => {
    const orderId = await order();
    const [row] = await shop.sql<{ pin: string }>(
      'SELECT delivery_pin AS pin FROM orders WHERE id = $1',
      [orderId],
    );
    await noticesDone(larder);
    const rows = await shop.sql<{ text: string }>(
      "SELECT title || ' ' || body AS text FROM notices WHERE order_id = $1",
      [orderId],
    );
    expect(rows).toHaveLength(1);
    for (const secret of [row!.pin, door.line1, String(door.lat)]) {
      expect(rows[0]!.text).not.toContain(secret);
    }
  });

  it('forgets notices after the days that are set, and their facts with them', async () => {
    const orderId = await order();
    expect(await kinds(orderId)).toEqual(['order_placed']);
    const [fact] = await shop.sql<{ id: string; payload: object; at: Date }>(
      `SELECT event_id AS id, payload, occurred_at AS at FROM outbox
       WHERE type = 'order.placed' AND aggregate_id = $1`,
      [orderId],
    );
    clock.advance(30 * day - minute);
    await larder.app.get(NoticeDesk).forget();
    expect(await kinds(orderId)).toEqual(['order_placed']);
    clock.advance(2 * minute);
    await larder.app.get(NoticeDesk).forget();
    expect(await kinds(orderId)).toEqual([]);
    const { id, payload, at } = fact!;
    const heard = { id, payload, type: 'order.placed', occurredAt: at.toISOString() };
    await larder.app.get(WriteNoticeJob).write(heard);
    expect(await kinds(orderId)).toEqual([]);
  });
});
