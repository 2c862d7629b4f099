import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { at, expectProblem } from '../../test/support/problems.js';
import { aed, openShop, type Shop } from '../../test/support/shop.js';
import { UnitOfWork } from '../platform/index.js';
import { LapseProposalJob } from './use-cases/lapse-proposal.job.js';
import { lapseProposal } from './use-cases/order-lines.service.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let stranger: Person;
let otherPicker: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: [
      { sku: 'MILK', stock: 1000, priceMinor: 500 },
      { sku: 'OAT', stock: 1000, priceMinor: 400 },
      { sku: 'DEAR', stock: 1000, priceMinor: 900 },
      { sku: 'WINE', stock: 1000, priceMinor: 500, minimumAge: 18 },
      { sku: 'NUTTY', stock: 1000, priceMinor: 500 },
      { sku: 'RARE', stock: 1, priceMinor: 500 },
      { sku: 'CHEESE', stock: 100_000, priceMinor: 3000, soldBy: 'weight' },
    ],
  });
  await shop.sql(`UPDATE products SET allergens = '{nuts}' WHERE sku = 'NUTTY'`);
  [customer, stranger, otherPicker] = await Promise.all([
    larder.person('customer'),
    larder.person('customer'),
    larder.person('picker'),
  ]);
});
afterAll(() => larder?.close());

const milk = (wishes: object = {}, quantity = 2) =>
  Pick.start(shop, customer, [['MILK', quantity, wishes]]);
const cheese = (wishes: object = {}) => Pick.start(shop, customer, [['CHEESE', 1000, wishes]]);
const lapse = (pick: Pick, answerBy: string) =>
  larder.app
    .get(LapseProposalJob)
    .lapse({ orderId: pick.orderId, lineId: pick.lineId(), answerBy });
const proposed = async (pick: Pick, sku = 'OAT', quantity = 2): Promise<string> => {
  await wanted(200, pick.line('propose', { sku, quantity }));
  return (await pick.seen()).answerBy!;
};

describe('a line', () => {
  it('is found, short or refunded, and the totals follow', async () => {
    const pick = await milk();
    expect(await pick.seen()).toMatchObject({ allowedActions: ['find', 'short', 'refund'] });
    const short = await wanted(200, pick.line('short', { quantity: 1 }));
    expect(short.totals).toMatchObject({ subtotal: aed(500), total: aed(1200) });
    expect(short.lines[0]).toMatchObject({
      status: 'short',
      pickedQuantity: 1,
      reasonCode: 'out_of_stock',
      total: aed(500),
      allowedActions: ['reset'],
    });
    await wanted(200, pick.line('reset'));
    const none = await wanted(200, pick.line('refund', { reasonCode: 'not_wanted' }));
    expect(none.totals).toMatchObject({ subtotal: aed(0), total: aed(700) });
    await wanted(200, pick.line('reset'));
    expect(await pick.seen()).toMatchObject({
      status: 'pending',
      pickedQuantity: null,
      reasonCode: null,
      total: aed(1000),
    });
    expect(await pick.steps()).toEqual(['short', 'reset', 'refund', 'reset']);
  });

  it('is done once, however often the phone repeats the request', async () => {
    const pick = await milk({ preference: 'similar' });
    const twice = async (action: string, fields: object, otherwise?: object) => {
      const first = await wanted(200, pick.line(action, { ...fields }));
      const { version } = (await shop.orders()).find(({ id }) => id === pick.orderId)!;
      expect(await wanted(200, pick.line(action, { ...fields }))).toEqual(first);
      const now = (await shop.orders()).find(({ id }) => id === pick.orderId)!;
      expect(now.version).toBe(version);
      if (!otherwise) return;
      const refused = await pick.line(action, { ...otherwise });
      expectProblem(refused, 409, 'illegal-line-step', { allowed: first.lines[0].allowedActions });
    };
    await twice('find', { quantity: 2 }, { quantity: 1 });
    await twice('reset', {});
    await twice('short', { quantity: 1 }, { quantity: 1, reasonCode: 'damaged' });
    await twice('reset', {});
    await twice('refund', { reasonCode: 'damaged' }, { reasonCode: 'not_wanted' });
    await twice('reset', {});
    await twice('substitute', { sku: 'OAT', quantity: 2 }, { sku: 'OAT', quantity: 1 });
    await twice('reset', {});
    await twice('propose', { sku: 'DEAR', quantity: 2 }, { sku: 'OAT', quantity: 2 });
    await twice('withdraw', {});
    await wanted(200, pick.line('find', { quantity: 2 }));
    await wanted(200, pick.move('ready'));
    await wanted(200, pick.line('find', { quantity: 2 }));
    expectProblem(await pick.line('reset'), 409, 'illegal-line-step', { orderStatus: 'ready' });
  });

  it('is refused to a repeat after another step', async () => {
    const pick = await milk({ preference: 'contact', fallback: 'accept' });
    await lapse(pick, await proposed(pick));
    expect(await pick.seen()).toMatchObject({ status: 'substituted' });
    expectProblem(await pick.decide('approve'), 409, 'illegal-line-step', { allowed: [] });
    expectProblem(await pick.line('withdraw'), 409, 'illegal-line-step', { allowed: ['reset'] });
  });

  it('belongs to its picker alone', async () => {
    const pick = await milk();
    const found = { action: 'find', quantity: 2 };
    expectProblem(await otherPicker.patch(pick.url(), found), 409, 'not-your-pick');
    const noLine = `/v1/picking/orders/${pick.orderId}/lines/${randomUUID()}`;
    expectProblem(await pick.picker.patch(noLine, found), 404, 'line-not-found');
  });

  it('accepts only the fields of each action', async () => {
    const pick = await milk();
    const pointed = async (action: string, fields: object, ...pointers: string[]) => {
      const refused = await pick.line(action, { ...fields });
      const errors = pointers.map((pointer) => expect.objectContaining({ pointer }));
      expectProblem(refused, 400, 'validation-failed', { errors });
    };
    await pointed('lapse', {}, '/action');
    await pointed('find', { quantity: 1, reasonCode: 'damaged' }, '/reasonCode');
    await pointed('find', { quantity: 1, sku: 'OAT' }, '/productId');
    await pointed('short', { quantity: 1, sku: 'OAT' }, '/productId');
    await pointed('refund', { reasonCode: 'damaged', quantity: 1 }, '/quantity');
    await pointed('propose', { quantity: 1, sku: 'OAT', reasonCode: 'damaged' }, '/reasonCode');
    await pointed('reset', { quantity: 1, reasonCode: 'damaged' }, '/quantity', '/reasonCode');
    const missing = await pick.line('substitute');
    const pointers = missing.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(new Set(pointers)).toEqual(new Set(['/quantity', '/productId']));
    expectProblem(await pick.line('refund'), 400, 'validation-failed', at('/reasonCode'));
    expectProblem(await pick.line('reset', { price: 1 }), 400, 'unknown-field', at('/price'));
  });
});

describe('a weight', () => {
  it('is found within 20 %, and charged as it weighs', async () => {
    const pick = await cheese();
    const tolerant = { tolerancePercent: 20, ordered: 1000 };
    const over = await pick.line('find', { quantity: 1201 });
    expectProblem(over, 422, 'amount-does-not-fit', { ...tolerant, picked: 1201 });
    expectProblem(await pick.line('find', { quantity: 799 }), 422, 'amount-does-not-fit');
    const found = await wanted(200, pick.line('find', { quantity: 1155 }));
    expect(found.lines[0]).toMatchObject({ pickedQuantity: 1155, total: aed(3465) });
    expect(found.totals.total).toEqual(aed(3465 + 700));
    await wanted(200, pick.line('reset'));
    const short = await wanted(200, pick.line('short', { quantity: 799 }));
    expect(short.lines[0].total).toEqual(aed(2397));
  });

  it.each([
    ['approved', 'refund', 'found', 3900],
    ['declined', 'accept', 'refunded', 0],
    ['left unanswered by who accepts', 'accept', 'found', 3000],
    ['left unanswered by who does not', 'refund', 'refunded', 0],
  ])('beyond is proposed, and %s', async (answer, fallback, status, totalMinor) => {
    const pick = await cheese({ fallback });
    const answerBy = await proposed(pick, 'CHEESE', 1300);
    expect(await pick.seen()).toMatchObject({ status: 'substitute_proposed', total: aed(3000) });
    if (answer === 'approved') await wanted(200, pick.decide('approve'));
    else if (answer === 'declined') await wanted(200, pick.decide('decline'));
    else await lapse(pick, answerBy);
    const pickedQuantity = status === 'found' ? 1300 : 0;
    expect(await pick.seen()).toMatchObject({ status, pickedQuantity, total: aed(totalMinor) });
    expect(await pick.seen()).toMatchObject({ substitute: null, answerBy: null });
  });
});

describe('substitutes', () => {
  it('go in where the customer lets the picker choose, and cost no more than ordered', async () => {
    const pick = await milk({ preference: 'similar' });
    const { reserved } = await shop.stockOf('OAT');
    const cheaper = await wanted(200, pick.line('substitute', { sku: 'OAT', quantity: 2 }));
    expect(cheaper.lines[0]).toMatchObject({
      status: 'substituted',
      total: aed(800),
      substitute: { sku: 'OAT', quantity: 2, price: aed(400), isAgreed: false },
    });
    expect((await shop.stockOf('OAT')).reserved).toBe(reserved + 2);
    await wanted(200, pick.line('reset'));
    expect((await shop.stockOf('OAT')).reserved).toBe(reserved);
    const dearer = await wanted(200, pick.line('substitute', { sku: 'DEAR', quantity: 2 }));
    expect(dearer.totals.subtotal).toEqual(aed(1000));
    await wanted(200, pick.line('reset'));
  });

  it('are the chosen product, or are proposed', async () => {
    const chosen = { preference: 'chosen', preferredProductId: shop.productId('OAT') };
    const pick = await milk(chosen);
    const other = await pick.line('substitute', { sku: 'DEAR', quantity: 2 });
    expectProblem(other, 409, 'customer-must-be-asked');
    await wanted(200, pick.line('substitute', { sku: 'OAT', quantity: 2 }));
    const asking = await milk({ preference: 'contact' });
    const direct = await asking.line('substitute', { sku: 'OAT', quantity: 2 });
    expectProblem(direct, 409, 'customer-must-be-asked');
    const unwanted = await milk({ preference: 'refund' });
    for (const action of ['substitute', 'propose']) {
      const refused = await unwanted.line(action, { sku: 'OAT', quantity: 2 });
      expectProblem(refused, 409, 'substitute-not-wanted');
    }
  });

  it('are refused when unsafe, not sold or out of stock, without side effects', async () => {
    const pick = await milk({ preference: 'similar' });
    const refused = (action: string, fields: object) => pick.line(action, { ...fields });
    for (const action of ['substitute', 'propose']) {
      for (const [sku, reasons] of [
        ['WINE', ['minimum-age']],
        ['NUTTY', ['allergens']],
      ] as const) {
        const answer = await refused(action, { sku, quantity: 1 });
        expectProblem(answer, 422, 'substitute-unsuitable', { reasons });
      }
      const unknown = await refused(action, { productId: randomUUID(), quantity: 1 });
      expectProblem(unknown, 422, 'substitute-unsuitable', { reasons: ['not-sold'] });
      const gone = await refused(action, { sku: 'RARE', quantity: 2 });
      expectProblem(gone, 409, 'insufficient-stock');
    }
    expect(await pick.seen()).toMatchObject({ status: 'pending', substitute: null });
    expect(await pick.steps()).toEqual([]);
    await expectBooksToBalance(larder);
  });

  it('are suggested, the chosen product first', async () => {
    const wish = { preference: 'chosen', preferredProductId: shop.productId('DEAR') };
    const pick = await milk(wish);
    const { items } = await wanted(200, pick.picker.get(`${pick.url()}/substitutes`));
    const skus = items.map(({ sku }: { sku: string }) => sku);
    expect(skus[0]).toBe('DEAR');
    expect(skus).not.toContain('WINE');
    expect(skus).not.toContain('MILK');
    const noLine = `/v1/picking/orders/${pick.orderId}/lines/${randomUUID()}/substitutes`;
    expectProblem(await pick.picker.get(noLine), 404, 'line-not-found');
    const noOrder = `/v1/picking/orders/${randomUUID()}/lines/${pick.lineId()}/substitutes`;
    expectProblem(await pick.picker.get(noOrder), 404, 'order-not-found');
  });
});

describe('a proposal', () => {
  it('waits five minutes for its customer, and accepts nobody else’s answer', async () => {
    const pick = await milk({ preference: 'contact' });
    const before = Date.now();
    const answerBy = await proposed(pick, 'DEAR');
    const waits = new Date(answerBy).getTime() - before;
    expect(Math.round(waits / 60_000)).toBe(5);
    expect((await pick.seen()).allowedActions).toEqual(['withdraw']);
    expect((await pick.seen(0, customer)).allowedActions).toEqual(['approve', 'decline']);
    expectProblem(await pick.decide('approve', 0, stranger), 404, 'order-not-found');
    expectProblem(await pick.move('ready'), 409, 'lines-open');

    const approved = await wanted(200, pick.decide('approve'));
    expect(approved.lines[0]).toMatchObject({
      status: 'substituted',
      answerBy: null,
      total: aed(1800),
      substitute: { sku: 'DEAR', isAgreed: true },
    });
    expect(await wanted(200, pick.decide('approve'))).toEqual(approved);
    expectProblem(await pick.decide('decline'), 409, 'illegal-line-step', { allowed: [] });
    await lapse(pick, answerBy);
    expect(await pick.steps()).toEqual(['propose', 'approve']);
  });

  it.each([
    ['accept', 'substituted', 1000],
    ['refund', 'refunded', 0],
  ])('that nobody answers is settled by the fallback %s', async (fallback, status, totalMinor) => {
    const pick = await milk({ preference: 'contact', fallback });
    const answerBy = await proposed(pick, 'DEAR');
    const [job] = await shop.sql<{ start_after: Date; data: object }>(
      `SELECT start_after, data FROM pgboss.job WHERE name = $1 AND data ->> 'lineId' = $2`,
      [lapseProposal, pick.lineId()],
    );
    expect(job!.start_after.toISOString()).toBe(answerBy);
    await larder.app.get(UnitOfWork).run((tx) => tx.enqueue(lapseProposal, job!.data));
    await eventually('the job has run', async () => (await pick.seen()).status === status);
    expect(await pick.seen()).toMatchObject({ total: aed(totalMinor), answerBy: null });
  });

  it('is not ended by the deadline of an earlier one', async () => {
    const pick = await milk({ preference: 'contact' });
    const earlier = await proposed(pick);
    await wanted(200, pick.line('withdraw'));
    const later = await proposed(pick);
    expect(later).not.toBe(earlier);
    await lapse(pick, earlier);
    expect(await pick.seen()).toMatchObject({ status: 'substitute_proposed', answerBy: later });
    await lapse(pick, later);
    expect(await pick.seen()).toMatchObject({ status: 'refunded', reasonCode: 'out_of_stock' });
  });
});

describe('a picker', () => {
  it('hands the order back as it is, and another picker goes on', async () => {
    const pick = await Pick.start(shop, customer, [
      ['MILK', 2],
      ['CHEESE', 1000],
    ]);
    const openOf = async () => {
      const { items } = await wanted(200, pick.picker.get('/v1/picking/orders'));
      return items.find(({ id }: { id: string }) => id === pick.orderId).openLineCount;
    };
    expect(await openOf()).toBe(2);
    await wanted(200, pick.line('find', { quantity: 2 }));
    await wanted(200, pick.line('propose', { sku: 'CHEESE', quantity: 1300 }, 1));
    expect(await openOf()).toBe(1);
    expectProblem(await pick.move('release', otherPicker), 409, 'not-your-pick');
    expect((await wanted(200, pick.move('release'))).status).toBe('accepted');
    expectProblem(await pick.line('reset'), 409, 'not-your-pick');
    await wanted(200, pick.decide('approve', 1));

    await wanted(200, pick.move('start', otherPicker));
    const admin = await larder.person('admin');
    await wanted(200, pick.move('release', admin));
    await wanted(200, pick.move('start', otherPicker));
    expect((await wanted(200, pick.move('ready', otherPicker))).status).toBe('ready');
    expect((await pick.order()).totals.total).toEqual(aed(1000 + 3900 + 700));
  });

  it('cannot finish above the hold on the card', async () => {
    const pick = await cheese();
    await wanted(200, pick.line('find', { quantity: 1200 }));
    await shop.sql('UPDATE payments SET hold_minor = 4299 WHERE order_id = $1', [pick.orderId]);
    const refused = await pick.move('ready');
    expectProblem(refused, 409, 'hold-exceeded', { total: aed(4300), hold: aed(4299) });
    await shop.sql('UPDATE payments SET hold_minor = 4300 WHERE order_id = $1', [pick.orderId]);
    await wanted(200, pick.move('ready'));
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
