import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { customers, tally } from '../../test/support/people.js';
import { aed, fresh, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const minute = 60_000;
const clock = new ManualClock(new Date());

let larder: Larder;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const jobsOf = (shop: Shop, orderId: string) =>
  shop.sql<{ startAfter: Date; state: string }>(
    `SELECT start_after AS "startAfter", state::text FROM pgboss.job
     WHERE name = 'orders.expire-unaccepted' AND data->>'orderId' = $1`,
    [orderId],
  );
const countOf = async (shop: Shop, table: string) =>
  Number((await shop.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

/** Counts everything that placing writes. */
const tracesOf = async (shop: Shop) => ({
  orders: (await shop.orders()).length,
  lines: await countOf(shop, 'order_lines'),
  timeline: await countOf(shop, 'order_timeline'),
  keys: await countOf(shop, 'idempotency_keys'),
  jobs: await countOf(shop, "pgboss.job WHERE name = 'orders.expire-unaccepted'"),
  facts: await countOf(shop, 'outbox'),
  slot: await shop.slotTaken(),
});

describe('an order that is placed', () => {
  it('has the exact totals, and all its parts', async () => {
    const shop = await openShop(larder, {
      products: [
        { sku: 'P-MILK', stock: 10, priceMinor: 525 },
        { sku: 'P-HAM', stock: 5000, priceMinor: 3999, soldBy: 'weight' },
      ],
    });
    const quoteId = await shop.quoteFor(
      customer,
      [
        ['P-MILK', 3],
        ['P-HAM', 333],
      ],
      { inSlot: true },
    );
    const { status, body } = await shop.place(customer, quoteId);

    // 333 g of AED 39.99 a kilogram are AED 13.31667.
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'placed',
      lines: [
        { sku: 'P-MILK', unit: 'each', quantity: 3, price: aed(525), total: aed(1575) },
        { sku: 'P-HAM', unit: 'g', quantity: 333, price: aed(3999), total: aed(1332) },
      ],
      totals: {
        subtotal: aed(2907),
        fees: [{ code: 'delivery', amount: aed(700) }],
        total: aed(3607),
      },
      slot: { id: shop.slotId },
    });
    expect(await shop.stockOf('P-MILK')).toEqual({ onHand: 10, reserved: 3 });
    expect(await shop.stockOf('P-HAM')).toEqual({ onHand: 5000, reserved: 333 });
    expect(await shop.slotTaken()).toBe(1);
    expect(await shop.timeline(body.id)).toEqual([{ from: null, to: 'placed' }]);
    expect(await shop.eventsOf(body.id)).toEqual(['order.placed']);
    const [job, ...more] = await jobsOf(shop, body.id);
    expect(more).toEqual([]);
    // In a slot three hours away it may wait until half an hour before the slot.
    expect(job?.startAfter.getTime()).toBe(clock.now().getTime() + 150 * minute);
  });

  it('has ten minutes to be accepted without a slot', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'P-NOW', stock: 1 }] });
    const [job] = await jobsOf(shop, await shop.order(customer, [['P-NOW', 1]]));
    expect(job?.startAfter.getTime()).toBe(clock.now().getTime() + 10 * minute);
  });
});

describe('an Idempotency-Key', () => {
  it('makes one order of twenty requests at once, with one answer', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'K-ONE', stock: 100 }] });
    const quoteId = await shop.quoteFor(customer, [['K-ONE', 2]]);
    const key = fresh('key');
    const sent = Array.from({ length: 20 }, () => shop.place(customer, quoteId, key));
    const answers = await Promise.all(sent);

    const made = answers.filter((answer) => answer.status === 201);
    const others = answers.filter((answer) => answer.status !== 201);
    expect(new Set(made.map((answer) => answer.text)).size).toBe(1);
    const isReplay = made.map((answer) => answer.headers['idempotency-replayed'] === 'true');
    expect(isReplay.filter((replayed) => !replayed)).toHaveLength(1);
    expect(others.filter((answer) => answer.body.code !== 'idempotency-in-flight')).toEqual([]);
    expect(await shop.orders()).toHaveLength(1);
    expect(await shop.stockOf('K-ONE')).toEqual({ onHand: 100, reserved: 2 });

    const later = await shop.place(customer, quoteId, key);
    expect([later.status, later.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(later.text).toBe(made[0]?.text);
  });

  it('is refused with another body, and is separate for each customer', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'K-TWO', stock: 100 }] });
    const [mine, second] = [
      await shop.quoteFor(customer, [['K-TWO', 1]]),
      await shop.quoteFor(customer, [['K-TWO', 2]]),
    ];
    const key = fresh('key');
    expect((await shop.place(customer, mine, key)).status).toBe(201);
    const reused = await shop.place(customer, second, key);
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);

    const [other] = await customers(larder, 1);
    const theirs = await shop.place(other!, await shop.quoteFor(other!, [['K-TWO', 1]]), key);
    expect([theirs.status, theirs.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('can be used again after a failure, which left nothing behind', async () => {
    const shop = await openShop(larder, {
      products: ['F-A', 'F-B', 'F-C'].map((sku) => ({ sku, stock: 5 })),
    });
    const lines = [
      ['F-A', 1],
      ['F-B', 5],
      ['F-C', 1],
    ] as const;
    const quoteId = await shop.quoteFor(customer, lines, { inSlot: true });
    await shop.order(customer, [['F-B', 1]]);
    const before = await tracesOf(shop);

    const key = fresh('key');
    const failed = await shop.place(customer, quoteId, key);
    expect([failed.status, failed.body.code]).toEqual([409, 'insufficient-stock']);
    expect(failed.body.lines).toEqual([
      { productId: shop.productId('F-B'), sku: 'F-B', requested: 5, available: 4 },
    ]);
    expect(await tracesOf(shop)).toEqual(before);
    expect(await shop.stockOf('F-A')).toEqual({ onHand: 5, reserved: 0 });
    expect(await shop.stockOf('F-C')).toEqual({ onHand: 5, reserved: 0 });

    await shop.stockUp([{ sku: 'F-B', stock: 6 }]);
    const again = await shop.place(customer, quoteId, key);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });
});

describe('stock and slots', () => {
  it('sell five units to exactly five of twenty buyers', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'S-FEW', stock: 5 }] });
    const buyers = await customers(larder, 20);
    const quotes = await Promise.all(buyers.map((buyer) => shop.quoteFor(buyer, [['S-FEW', 1]])));
    const sent = buyers.map((buyer, index) => shop.place(buyer, quotes[index]!));
    expect(tally(await Promise.all(sent))).toEqual({ '201': 5, '409 insufficient-stock': 15 });
    expect(await shop.orders()).toHaveLength(5);
    expect(await shop.stockOf('S-FEW')).toEqual({ onHand: 5, reserved: 5 });
    const { body } = await shop.askQuote(customer, [['S-FEW', 1]]);
    expect(body.lines).toMatchObject([{ sku: 'S-FEW', available: 0 }]);
  });

  it('count two lines of one product together', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'S-SUM', stock: 6 }] });
    const quoteId = await shop.quoteFor(customer, [
      ['S-SUM', 3],
      ['S-SUM', 3],
    ]);
    const last = await shop.quoteFor(customer, [
      ['S-SUM', 2],
      ['S-SUM', 2],
    ]);
    expect((await shop.place(customer, quoteId)).status).toBe(201);
    expect(await shop.stockOf('S-SUM')).toEqual({ onHand: 6, reserved: 6 });
    await shop.stockUp([{ sku: 'S-SUM', stock: 9 }]);
    const short = await shop.place(customer, last);
    expect(short.body.lines).toMatchObject([{ sku: 'S-SUM', requested: 4, available: 3 }]);
  });

  it('give a slot of three to exactly three of ten', async () => {
    const shop = await openShop(larder, {
      products: [{ sku: 'S-SLOT', stock: 100 }],
      slotCapacity: 3,
    });
    const quotes = await Promise.all(
      Array.from({ length: 10 }, () => shop.quoteFor(customer, [['S-SLOT', 1]], { inSlot: true })),
    );
    const answers = await Promise.all(quotes.map((quoteId) => shop.place(customer, quoteId)));
    expect(tally(answers)).toEqual({ '201': 3, '422 slot-unavailable': 7 });
    expect(await shop.slotTaken()).toBe(3);
    expect(await shop.stockOf('S-SLOT')).toEqual({ onHand: 100, reserved: 3 });
  });
});

describe('a quote', () => {
  it('is refused when a price has risen, and ordered when it has dropped', async () => {
    const shop = await openShop(larder, {
      products: [{ sku: 'Q-PRICE', stock: 10, priceMinor: 1000 }],
    });
    const quoteId = await shop.quoteFor(customer, [['Q-PRICE', 2]]);
    await shop.stockUp([{ sku: 'Q-PRICE', priceMinor: 1001 }]);
    const risen = await shop.place(customer, quoteId);
    expect([risen.status, risen.body.code]).toEqual([409, 'price-changed']);
    const productId = shop.productId('Q-PRICE');
    expect(risen.body.lines).toEqual([{ productId, quoted: aed(1000), now: aed(1001) }]);

    await shop.stockUp([{ sku: 'Q-PRICE', priceMinor: 900 }]);
    const dropped = await shop.place(customer, quoteId);
    expect(dropped.body.totals).toMatchObject({ subtotal: aed(1800), total: aed(2500) });
  });

  it('makes one order under two keys, and names it', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'Q-TWICE', stock: 10 }] });
    const quoteId = await shop.quoteFor(customer, [['Q-TWICE', 1]]);
    const answers = await Promise.all([1, 2].map(() => shop.place(customer, quoteId)));
    expect(tally(answers)).toEqual({ '201': 1, '409 quote-already-ordered': 1 });
    const [order] = await shop.orders();
    expect(answers.find((answer) => answer.status === 409)?.body.orderId).toBe(order?.id);
    expect(await shop.stockOf('Q-TWICE')).toEqual({ onHand: 10, reserved: 1 });
  });

  it('with goods for adults needs the age confirmed', async () => {
    const products = [{ sku: 'Q-WINE', stock: 10, minimumAge: 21 }];
    const shop = await openShop(larder, { products });
    const quoteId = await shop.quoteFor(customer, [['Q-WINE', 1]]);
    for (const more of [{}, { ageConfirmed: false }]) {
      const refused = await shop.place(customer, quoteId, fresh('key'), more);
      expect([refused.status, refused.body.code]).toEqual([422, 'age-confirmation-required']);
    }
    const confirmed = await shop.place(customer, quoteId, fresh('key'), { ageConfirmed: true });
    expect(confirmed.status).toBe(201);
  });

  // Last, because it moves the clock of all.
  it('is good for ten minutes', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'Q-OLD', stock: 10 }] });
    const lines = [['Q-OLD', 1]] as const;
    const [old, older] = [
      await shop.quoteFor(customer, lines),
      await shop.quoteFor(customer, lines),
    ];
    clock.advance(10 * minute - 1);
    expect((await shop.place(customer, old)).status).toBe(201);
    clock.advance(1);
    const late = await shop.place(customer, older);
    expect([late.status, late.body.code]).toEqual([409, 'quote-expired']);
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
