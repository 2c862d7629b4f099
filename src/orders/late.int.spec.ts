import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { NoteLateJob } from './use-cases/note-late.job.js';

const clock = new ManualClock(new Date());
const minute = 60_000;

let larder: Larder;
let shop: Shop;
let customer: Person;
let driver: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
});
beforeEach(async () => {
  [customer, driver] = await Promise.all([larder.person('customer'), larder.person('driver')]);
});
afterAll(() => larder?.close());

const look = () => larder.app.get(NoteLateJob).note();
const lateFacts = (orderId: string) =>
  shop.sql<{ payload: object; aggregate: string }>(
    `SELECT payload, aggregate_id AS aggregate FROM outbox
     WHERE type = 'order.late' AND aggregate_id = $1`,
    [orderId],
  );
const dueAt = async (orderId: string): Promise<Date> => {
  const [row] = await shop.sql<{ due: Date }>(
    'SELECT promised_until AS due FROM orders WHERE id = $1',
    [orderId],
  );
  return row!.due;
};

describe('an order that is late', () => {
  it('is said to be so once, when its promised time has passed', async () => {
    const orderId = await shop.order(customer, [['THING', 1]]);
    const due = await dueAt(orderId);
    clock.advance(due.getTime() - clock.now().getTime());
    await look();
    expect(await lateFacts(orderId)).toEqual([]);
    clock.advance(1);
    await look();
    clock.advance(minute);
    await look();
    expect(await lateFacts(orderId)).toEqual([
      {
        aggregate: orderId,
        payload: {
          orderId,
          number: expect.any(Number),
          storeId: shop.storeId,
          customerId: expect.any(String),
          status: 'placed',
          dueAt: due.toISOString(),
        },
      },
    ]);
  });

  it('of a slot is so after the end of the slot', async () => {
    const orderId = await shop.order(customer, [['THING', 1]], { inSlot: true });
    const sql = 'SELECT ends_at AS ends FROM delivery_slots WHERE id = $1';
    const [slot] = await shop.sql<{ ends: Date }>(sql, [shop.slotId]);
    clock.advance(slot!.ends.getTime() - clock.now().getTime());
    await look();
    expect(await lateFacts(orderId)).toEqual([]);
    clock.advance(1);
    await look();
    expect(await lateFacts(orderId)).toMatchObject([{ payload: { status: 'placed' } }]);
  });

  it('is not, once it has arrived or ended', async () => {
    const [delivered, cancelled] = [
      await shop.order(customer, [['THING', 1]]),
      await shop.order(customer, [['THING', 1]]),
    ];
    await shop.walkTo(delivered, 'delivered', driver);
    await customer.post(`/v1/orders/${cancelled}/cancel`);
    clock.advance(24 * 60 * minute);
    await look();
    expect([await lateFacts(delivered), await lateFacts(cancelled)]).toEqual([[], []]);
  });

  it('is said to be so once by looks at the same moment', async () => {
    const orderIds = [];
    for (let i = 0; i < 5; i += 1) orderIds.push(await shop.order(customer, [['THING', 1]]));
    clock.advance(24 * 60 * minute);
    await Promise.all(Array.from({ length: 6 }, look));
    await look();
    for (const orderId of orderIds) expect(await lateFacts(orderId)).toHaveLength(1);
  });
});
