// What one account may keep from others without paying.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productLimits } from '../../test/support/limits.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import { door, openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { holdRestMs, holdRunMs } from './domain/hold-limits.js';
import { quoteMinutes } from './domain/quote.js';
import { OrderRepository } from './persistence/order.repository.js';

const clock = new ManualClock(new Date());
const { OPEN_ORDERS, HELD_UNITS } = productLimits;
let larder: Larder;
let shop: Shop;
beforeAll(async () => {
  const env = { OPEN_ORDERS, HELD_UNITS, ACCESS_TOKEN_MINUTES: '60' };
  larder = await Larder.open({ clock, env });
  shop = await openShop(larder, {
    products: [
      { sku: 'TEA', stock: 1000 },
      { sku: 'APPLES', stock: 500_000, soldBy: 'weight' },
    ],
  });
});
afterAll(() => larder?.close());

describe('a quote that holds goods', () => {
  const hold = (person: Person, ...lines: [sku: string, quantity: number][]) =>
    person.post('/v1/quotes', {
      store: shop.storeId,
      lines: lines.map(([sku, quantity]) => ({ productId: shop.productId(sku), quantity })),
      deliverTo: door,
      holdStock: true,
    });
  const heldOf = async (sku: string) => {
    const [row] = await shop.sql<{ held: number }>(
      'SELECT held FROM store_products WHERE store_id = $1 AND product_id = $2',
      [shop.storeId, shop.productId(sku)],
    );
    return row!.held;
  };
  const minuteMs = 60_000;

  it('holds up to fifty pieces or kilograms of each product, in however many lines', async () => {
    const person = await larder.person('customer');
    await wanted(201, hold(person, ['TEA', 50], ['APPLES', 50_000]));
    const noted = (note: string, quantity: number) => ({
      productId: shop.productId('TEA'),
      quantity,
      note,
    });
    const body = { store: shop.storeId, deliverTo: door, holdStock: true };
    for (const refused of [
      await hold(person, ['TEA', 51]),
      await hold(person, ['TEA', 1], ['APPLES', 50_001]),
      await person.post('/v1/quotes', { ...body, lines: [noted('green', 25), noted('black', 26)] }),
    ]) {
      expectProblem(refused, 422, 'hold-too-large');
    }
    expect(await heldOf('TEA')).toBe(50);
    await wanted(201, shop.askQuote(person, [['TEA', 51]]));
  });

  it('may follow another for fifteen minutes, and then others have their turn', async () => {
    const person = await larder.person('customer');
    const start = clock.now().getTime();
    const expiryOf = async () => {
      const { expiresAt } = await wanted(201, hold(person, ['TEA', 1]));
      return Date.parse(expiresAt) - start;
    };
    expect(await expiryOf()).toBe(quoteMinutes * minuteMs);
    clock.advance(9 * minuteMs);
    expect(await expiryOf()).toBe(holdRunMs);
    clock.advance(holdRunMs - 9 * minuteMs);
    const refused = await hold(person, ['TEA', 1]);
    expectProblem(refused, 429, 'hold-used-up');
    expect(refused.headers['retry-after']).toBe(String(holdRestMs / 1000));
    // A refused one begins no run, and lengthens none.
    clock.advance(holdRestMs - 1);
    expectProblem(await hold(person, ['TEA', 1]), 429, 'hold-used-up');
    clock.advance(1);
    const { expiresAt } = await wanted(201, hold(person, ['TEA', 1]));
    expect(Date.parse(expiresAt) - clock.now().getTime()).toBe(quoteMinutes * minuteMs);
  });

  it('begins a new run once the customer has ordered', async () => {
    const person = await larder.person('customer');
    const { id } = await wanted(201, hold(person, ['TEA', 1]));
    clock.advance(9 * minuteMs);
    await wanted(201, shop.place(person, id));
    const { expiresAt } = await wanted(201, hold(person, ['TEA', 1]));
    expect(Date.parse(expiresAt) - clock.now().getTime()).toBe(quoteMinutes * minuteMs);
  });
});

describe('orders that nobody has accepted', () => {
  const most = 3;

  it('are at most three of one customer, and each accepted one makes room', async () => {
    const person = await larder.person('customer');
    const orders = [];
    for (let count = 0; count < most; count += 1)
      orders.push(await shop.order(person, [['TEA', 1]]));
    const quoteId = await shop.quoteFor(person, [['TEA', 1]]);
    expectProblem(await shop.place(person, quoteId), 409, 'too-many-open-orders');
    await shop.order(await larder.person('customer'), [['TEA', 1]]);
    await shop.walkTo(orders[0]!, 'picking');
    await wanted(201, shop.place(person, quoteId));
  });

  it('are no more when all are sent at once, as they would be by counting first', async () => {
    const [person, naive] = [await larder.person('customer'), await larder.person('customer')];
    const sendAll = async (who: Person) => {
      const quotes = [];
      for (let count = 0; count < 9; count += 1)
        quotes.push(await shop.quoteFor(who, [['TEA', 1]]));
      return tally(await Promise.all(quotes.map((quoteId) => shop.place(who, quoteId))));
    };
    expect(await sendAll(person)).toEqual({
      201: most,
      '409 too-many-open-orders': 9 - most,
    });

    const orders = larder.app.get(OrderRepository);
    const { countUnaccepted } = orders;
    orders.countUnaccepted = async (tx, customerId) => {
      const [row] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM orders
         WHERE customer_id = $1 AND status IN ('pending_payment', 'placed')`,
        [customerId],
      );
      return row!.count;
    };
    try {
      // The embedded database has one connection: there, one is after the other in any case.
      const isAlone = larder.config.mode === 'embedded';
      expect((await sendAll(naive))['201']! > most).toBe(!isAlone);
    } finally {
      orders.countUnaccepted = countUnaccepted;
    }
  });
});
