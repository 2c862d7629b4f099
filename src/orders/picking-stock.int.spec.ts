// Stock and its books after picking.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { expectProblem } from '../../test/support/problems.js';
import { aed, fresh, openShop, type Shop } from '../../test/support/shop.js';
import { UnitOfWork } from '../platform/index.js';
import { LapseProposalJob } from './use-cases/lapse-proposal.job.js';
import { OrderLifecycle } from './use-cases/order-lifecycle.service.js';
import { StockLedger } from '../catalog/stock/stock-ledger.queries.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
/** Ten apples and ten pears, AED 10 each; 5 kg of cheese, AED 30 a kilogram. */
let apple: string;
let pear: string;
let cheese: string;
beforeAll(async () => {
  larder = await Larder.open();
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

async function stocked(cheeseGrams = 5000): Promise<void> {
  [apple, pear, cheese] = [fresh('APPLE'), fresh('PEAR'), fresh('CHEESE')];
  shop = await openShop(larder, {
    products: [
      { sku: apple, stock: 10 },
      { sku: pear, stock: 10 },
      { sku: cheese, stock: cheeseGrams, priceMinor: 3000, soldBy: 'weight' },
    ],
  });
}

const movements = async (sku: string) =>
  (await larder.app.get(StockLedger).recent(null, shop.storeId, shop.productId(sku), 100))
    .map(({ delta, reason }) => [delta, reason])
    .filter(([, reason]) => reason !== 'initial');
const holdings = async () => ({
  apple: await shop.stockOf(apple),
  pear: await shop.stockOf(pear),
  cheese: await shop.stockOf(cheese),
  slot: await shop.slotTaken(),
});

describe('a pick of pieces', () => {
  it.each([
    ['short', { quantity: 2 }, { onHand: 8, reserved: 2 }, [[-2, 'correction']]],
    [
      'short',
      { quantity: 2, reasonCode: 'damaged' },
      { onHand: 8, reserved: 2 },
      [[-2, 'damaged']],
    ],
    ['short', { quantity: 2, reasonCode: 'not_wanted' }, { onHand: 10, reserved: 2 }, []],
    ['refund', { reasonCode: 'out_of_stock' }, { onHand: 6, reserved: 0 }, [[-4, 'correction']]],
    ['refund', { reasonCode: 'damaged' }, { onHand: 6, reserved: 0 }, [[-4, 'damaged']]],
    ['refund', { reasonCode: 'not_wanted' }, { onHand: 10, reserved: 0 }, []],
    ['find', { quantity: 4 }, { onHand: 10, reserved: 4 }, []],
  ])('%s %o', async (action, fields, left, moved) => {
    await stocked();
    const lines = [[apple, 4] as const, [pear, 1] as const];
    const pick = await Pick.start(shop, customer, lines);
    await wanted(200, pick.line(action, fields));
    expect(await shop.stockOf(apple)).toEqual({ onHand: 10, reserved: 4 });
    await wanted(200, pick.line('find', { quantity: 1 }, 1));
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(apple)).toEqual(left);
    expect(await movements(apple)).toEqual(moved);
    await expectBooksToBalance(larder);
  });

  it('of a substitute ships the substitute', async () => {
    await stocked();
    const similar = { preference: 'similar' };
    const pick = await Pick.start(shop, customer, [[apple, 4, similar]]);
    await wanted(200, pick.line('substitute', { sku: pear, quantity: 3 }));
    expect(await shop.stockOf(pear)).toEqual({ onHand: 10, reserved: 3 });
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(apple)).toEqual({ onHand: 6, reserved: 0 });
    expect(await movements(apple)).toEqual([[-4, 'correction']]);
    await expectBooksToBalance(larder);
    await shop.walkTo(pick.orderId, 'delivered', await larder.person('driver'));
    expect(await shop.stockOf(pear)).toEqual({ onHand: 7, reserved: 0 });
    expect(await movements(pear)).toEqual([[-3, 'sold']]);
    expect((await pick.order()).payment.captured).toEqual(aed(3000 + 700));
    await expectBooksToBalance(larder);
  });

  it('counts two lines of one product together', async () => {
    await stocked();
    const pick = await Pick.start(shop, customer, [
      [apple, 4],
      [apple, 2, { note: 'Ripe ones' }],
    ]);
    await wanted(200, pick.line('refund', { reasonCode: 'damaged' }));
    await wanted(200, pick.line('short', { quantity: 1, reasonCode: 'not_wanted' }, 1));
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(apple)).toEqual({ onHand: 6, reserved: 1 });
    await expectBooksToBalance(larder);
  });
});

describe('a pick by weight', () => {
  it.each([
    ['under', 'find', 850, { onHand: 5000, reserved: 850 }, []],
    ['over', 'find', 1150, { onHand: 5000, reserved: 1150 }, []],
    ['far under', 'short', 500, { onHand: 4500, reserved: 500 }, [[-500, 'correction']]],
  ] as const)('%s: %s %i g', async (_, action, quantity, left, moved) => {
    await stocked();
    const pick = await Pick.start(shop, customer, [[cheese, 1000]]);
    await wanted(200, pick.line(action, { quantity }));
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(cheese)).toEqual(left);
    expect(await movements(cheese)).toEqual(moved);
    await expectBooksToBalance(larder);
  });

  it('of more than the books have adds only the difference', async () => {
    await stocked(1050);
    const pick = await Pick.start(shop, customer, [[cheese, 1000]]);
    await wanted(200, pick.line('propose', { sku: cheese, quantity: 1500 }));
    await wanted(200, pick.decide('approve'));
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(cheese)).toEqual({ onHand: 1500, reserved: 1500 });
    expect(await movements(cheese)).toEqual([[450, 'counted']]);
    await expectBooksToBalance(larder);
  });

  it('of a declined weight goes back on the shelf', async () => {
    await stocked();
    const pick = await Pick.start(shop, customer, [
      [cheese, 1000],
      [apple, 1],
    ]);
    await wanted(200, pick.line('propose', { sku: cheese, quantity: 1500 }));
    await wanted(200, pick.decide('decline'));
    await wanted(200, pick.line('find', { quantity: 1 }, 1));
    await wanted(200, pick.move('ready'));
    expect(await shop.stockOf(cheese)).toEqual({ onHand: 5000, reserved: 0 });
    expect(await movements(cheese)).toEqual([]);
    await expectBooksToBalance(larder);
  });
});

describe('an order that ends during picking', () => {
  it('with nothing in the bag is cancelled: slot, stock and payment are free', async () => {
    await stocked();
    const before = await holdings();
    const pick = await Pick.start(shop, customer, [[apple, 4]], { inSlot: true });
    await wanted(200, pick.line('refund', { reasonCode: 'not_wanted' }));
    const ended = await wanted(200, pick.move('ready'));
    expect(ended).toMatchObject({ status: 'cancelled', payment: { status: 'voided' } });
    expect(await holdings()).toEqual(before);
    await expectBooksToBalance(larder);
  });

  it('by an admin gives everything back, with proposals and substitutes', async () => {
    await stocked();
    const before = await holdings();
    const wishes = { preference: 'similar', fallback: 'accept' };
    const lines = [apple, apple, cheese].map(
      (sku, n) => [sku, 2, { ...wishes, note: `Bag ${n}` }] as const,
    );
    const pick = await Pick.start(shop, customer, lines, { inSlot: true });
    await wanted(200, pick.line('substitute', { sku: pear, quantity: 2 }));
    await wanted(200, pick.line('propose', { sku: pear, quantity: 3 }, 1));
    await wanted(200, pick.line('find', { quantity: 2 }, 2));
    expect(await shop.stockOf(pear)).toEqual({ onHand: 10, reserved: 5 });
    const admin = { accountId: null, role: 'admin' as const, stores: 'all' as const };
    const lifecycle = larder.app.get(OrderLifecycle);
    await larder.app.get(UnitOfWork).run((tx) => lifecycle.move(tx, pick.orderId, 'cancel', admin));
    expect(await holdings()).toEqual(before);
    expectProblem(await pick.decide('approve', 1), 409, 'illegal-line-step', {
      orderStatus: 'cancelled',
      allowed: [],
    });
    const { orderId } = pick;
    const { id: lineId, answerBy } = await pick.seen(1);
    await larder.app.get(LapseProposalJob).lapse({ orderId, lineId, answerBy: answerBy! });
    expect(await pick.steps(1)).toEqual(['propose']);
    await expectBooksToBalance(larder);
  });
});

describe('returned goods', () => {
  it('are those that left the store, line by line, with substitutes for their lines', async () => {
    await stocked();
    const lines = [apple, apple, apple].map(
      (sku, n) => [sku, n + 1, { preference: 'similar', note: `Bag ${n}` }] as const,
    );
    const pick = await Pick.start(shop, customer, lines);
    await wanted(200, pick.line('substitute', { sku: pear, quantity: 1 }, 0));
    await wanted(200, pick.line('substitute', { sku: pear, quantity: 2 }, 1));
    await wanted(200, pick.line('find', { quantity: 3 }, 2));
    await wanted(200, pick.move('ready'));
    const left = await movements(apple);
    const driver = { accountId: null, role: 'driver' as const };
    for (const action of ['collect', 'fail']) {
      await larder.app
        .get(UnitOfWork)
        .run((tx) => larder.app.get(OrderLifecycle).move(tx, pick.orderId, action, driver));
    }
    const back = [0, 2].map((n) => ({ lineId: pick.lineId(n), disposition: 'write_off' }));
    const url = `/v1/picking/orders/${pick.orderId}/return`;
    await wanted(200, pick.picker.post(url, { lines: back }));
    const of = async (sku: string) =>
      (await movements(sku)).map(([delta, why]) => `${delta} ${why}`);
    expect((await of(pear)).toSorted()).toEqual(
      ['-3 sold', '1 returned', '2 returned', '-1 damaged'].toSorted(),
    );
    expect((await of(apple)).toSorted()).toEqual(
      [
        ...left.map(([delta, why]) => `${delta} ${why}`),
        '-3 sold',
        '3 returned',
        '-3 damaged',
      ].toSorted(),
    );
    expect((await shop.stockOf(pear)).onHand).toBe(9);
    await expectBooksToBalance(larder);
  });
});
