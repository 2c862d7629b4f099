import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { aed, door, fresh, type Lines, openShop, type Shop } from '../../test/support/shop.js';
import { StockHolds } from '../catalog/index.js';
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

const held = (shop: Shop, lines: Lines, person = customer, more: object = {}) =>
  person.post('/v1/quotes', {
    store: shop.storeId,
    lines: lines.map(([sku, quantity]) => ({ productId: shop.productId(sku), quantity })),
    deliverTo: door,
    holdStock: true,
    ...more,
  });
const shelf = async (shop: Shop, sku: string) => {
  const [row] = await shop.sql<{ held: number; reserved: number }>(
    'SELECT held, reserved FROM store_products WHERE store_id = $1 AND product_id = $2',
    [shop.storeId, shop.productId(sku)],
  );
  return row;
};

describe('a price that has risen', () => {
  it('is refused with a new quote, which can be ordered as it is', async () => {
    const shop = await openShop(larder, {
      products: [{ sku: 'N-UP', stock: 9, priceMinor: 1000 }],
    });
    const quoteId = await shop.quoteFor(customer, [['N-UP', 2]], { inSlot: true });
    await shop.stockUp([{ sku: 'N-UP', priceMinor: 1100 }]);
    const key = fresh('key');
    const { status, body } = await shop.place(customer, quoteId, key);
    expect([status, body.code]).toEqual([409, 'price-changed']);
    expect(body.quote).toMatchObject({
      lines: [{ quantity: 2, price: aed(1100), total: aed(2200) }],
      slot: { id: shop.slotId },
      totals: { subtotal: aed(2200), total: aed(2900) },
      expiresAt: new Date(clock.now().getTime() + 10 * minute).toISOString(),
    });
    expect(body.quote.id).not.toBe(quoteId);
    expect(await shop.orders()).toEqual([]);
    const placed = await shop.place(customer, body.quote.id, key);
    expect([placed.status, placed.body.totals.total]).toEqual([201, aed(2900)]);
  });

  it('may be a fee; a fee that has dropped lowers the total', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'N-FEE', stock: 9 }] });
    const zoneFee = (fee: number) =>
      shop.sql('UPDATE delivery_zones SET fee_minor = $2 WHERE store_id = $1', [shop.storeId, fee]);
    const quoteId = await shop.quoteFor(customer, [['N-FEE', 1]]);
    await zoneFee(701);
    const risen = await shop.place(customer, quoteId);
    expect(risen.body).toMatchObject({
      code: 'price-changed',
      fees: [{ code: 'delivery', quoted: aed(700), now: aed(701) }],
      quote: { totals: { total: aed(1701) } },
    });
    await zoneFee(600);
    const placed = await shop.place(customer, quoteId);
    expect([placed.status, placed.body.totals.total]).toEqual([201, aed(1600)]);
  });

  it('is refused for another reason, where a new quote is refused', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'N-BOTH', stock: 9 }] });
    const quoteId = await shop.quoteFor(customer, [['N-BOTH', 5]]);
    await shop.stockUp([{ sku: 'N-BOTH', priceMinor: 2000, stock: 4 }]);
    const refused = await shop.place(customer, quoteId);
    expect([refused.status, refused.body.code]).toEqual([409, 'insufficient-stock']);
  });
});

describe('an expected total', () => {
  it('must equal the charge; any other is refused with a new quote', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'N-SUM', stock: 9 }] });
    const quoteId = await shop.quoteFor(customer, [['N-SUM', 1]]);
    const placing = (expectedTotal: object | null) =>
      shop.place(customer, quoteId, fresh('key'), { expectedTotal });
    for (const wrong of [1699, 1701]) {
      const { status, body } = await placing(aed(wrong));
      expect([status, body.code]).toEqual([409, 'price-changed']);
      expect(body).toMatchObject({ expected: aed(wrong), total: aed(1700) });
      expect(body.quote.totals.total).toEqual(aed(1700));
    }
    const foreign = await placing({ amountMinor: 1700, currency: 'EUR' });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'currency-mismatch']);
    for (const wrong of [17, { amountMinor: 1700 }, { amountMinor: 17.5, currency: 'AED' }]) {
      expect((await placing(wrong as object)).body.code).toBe('validation-failed');
    }
    expect((await placing(aed(1700))).status).toBe(201);
  });

  it('is refused when the total has dropped', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'N-LESS', stock: 9 }] });
    const quoteId = await shop.quoteFor(customer, [['N-LESS', 1]]);
    await shop.stockUp([{ sku: 'N-LESS', priceMinor: 900 }]);
    const refused = await shop.place(customer, quoteId, fresh('key'), { expectedTotal: aed(1700) });
    expect(refused.body).toMatchObject({
      code: 'price-changed',
      quote: { totals: { total: aed(1600) } },
    });
    const { id } = refused.body.quote;
    const placed = await shop.place(customer, id, fresh('key'), { expectedTotal: aed(1600) });
    expect(placed.status).toBe(201);
  });
});

describe('a quote that holds stock', () => {
  it('keeps the goods from others until it is ordered, or its ten minutes are over', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'H-FIVE', stock: 5 }] });
    const other = await larder.person('customer');
    const rival = await shop.quoteFor(other, [['H-FIVE', 1]]);
    const { body } = await held(shop, [['H-FIVE', 5]]);
    expect(body.holdsStock).toBe(true);
    expect(await shelf(shop, 'H-FIVE')).toEqual({ held: 5, reserved: 0 });
    const refused = [await held(shop, [['H-FIVE', 1]], other), await shop.place(other, rival)];
    expect(tally(refused)).toEqual({ '409 insufficient-stock': 2 });
    expect((await shop.place(customer, body.id)).status).toBe(201);
    expect(await shelf(shop, 'H-FIVE')).toEqual({ held: 0, reserved: 5 });

    await shop.stockUp([{ sku: 'H-FIVE', stock: 8 }]);
    await wanted(201, held(shop, [['H-FIVE', 3]]));
    clock.advance(10 * minute);
    await larder.app.get(StockHolds).releaseExpired();
    expect(await shelf(shop, 'H-FIVE')).toEqual({ held: 0, reserved: 5 });
  });

  it('is the only one of its customer, and frees the former hold', async () => {
    const [shop, other] = [
      await openShop(larder, {
        products: [
          { sku: 'H-A', stock: 5 },
          { sku: 'H-B', stock: 5 },
        ],
      }),
      await openShop(larder, { products: [{ sku: 'H-FAR', stock: 5 }] }),
    ];
    const former = await wanted(
      201,
      held(shop, [
        ['H-A', 5],
        ['H-B', 1],
      ]),
    );
    await wanted(
      201,
      held(shop, [
        ['H-A', 4],
        ['H-B', 2],
      ]),
    );
    expect([await shelf(shop, 'H-A'), await shelf(shop, 'H-B')]).toMatchObject([
      { held: 4 },
      { held: 2 },
    ]);
    const short = await held(shop, [['H-A', 6]]);
    expect(short.body).toMatchObject({
      code: 'insufficient-stock',
      lines: [{ sku: 'H-A', requested: 6, available: 5 }],
    });
    expect(await shelf(shop, 'H-A')).toMatchObject({ held: 4 });
    await wanted(201, held(other, [['H-FAR', 5]]));
    expect([await shelf(shop, 'H-A'), await shelf(shop, 'H-B')]).toMatchObject([
      { held: 0 },
      { held: 0 },
    ]);
    // The former quote holds nothing any more: its goods come from available stock.
    expect((await shop.place(customer, former.id)).status).toBe(201);
    expect(await shelf(shop, 'H-A')).toEqual({ held: 0, reserved: 5 });
    expect(await shelf(other, 'H-FAR')).toEqual({ held: 5, reserved: 0 });
  });

  it('passes its hold on to the new quote after a change of price', async () => {
    const shop = await openShop(larder, { products: [{ sku: 'H-UP', stock: 5 }] });
    const { id } = await wanted(201, held(shop, [['H-UP', 5]]));
    await shop.stockUp([{ sku: 'H-UP', priceMinor: 1500 }]);
    const { body } = await shop.place(customer, id);
    expect(body).toMatchObject({ code: 'price-changed', quote: { holdsStock: true } });
    expect(await shelf(shop, 'H-UP')).toEqual({ held: 5, reserved: 0 });
    expect((await shop.place(customer, body.quote.id)).status).toBe(201);
    expect(await shelf(shop, 'H-UP')).toEqual({ held: 0, reserved: 5 });
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
