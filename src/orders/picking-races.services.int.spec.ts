// Concurrent steps on one order have one winner; without the row's lock they would have several.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance, strayReservations } from '../../test/support/books.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { idOf, tally, wanted } from '../../test/support/people.js';
import { Pick } from '../../test/support/picks.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { type Transaction, UnitOfWork } from '../platform/index.js';
import { hasTaken } from './domain/order-status.js';
import { OrderEntity, OrderLineEntity } from './persistence/order.entity.js';
import { OrderReads } from './persistence/order-reads.queries.js';
import { OrderRepository } from './persistence/order.repository.js';
import { LapseProposalJob } from './use-cases/lapse-proposal.job.js';
import { OrderLifecycle } from './use-cases/order-lifecycle.service.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: [
      { sku: 'MILK', stock: 10_000 },
      { sku: 'OAT', stock: 10_000 },
    ],
  });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const contact = { preference: 'contact' };

async function proposed(fallback: string) {
  const pick = await Pick.start(shop, customer, [['MILK', 1, { ...contact, fallback }]]);
  await wanted(200, pick.line('propose', { sku: 'OAT', quantity: 1 }));
  const { id: lineId, answerBy } = await pick.seen();
  const { orderId } = pick;
  const lapse = () =>
    larder.app.get(LapseProposalJob).lapse({ orderId, lineId, answerBy: answerBy! });
  return { pick, lapse };
}

/** The status of the line after each of them wins. */
const outcome = { approve: 'substituted', decline: 'refunded', withdraw: 'pending' };

describe('a proposal', () => {
  it('is ended once when all actors end it at once, fifty times', async () => {
    const winners: Record<string, number> = {};
    for (let round = 0; round < 50; round += 1) {
      const fallback = round % 2 === 0 ? 'accept' : 'refund';
      const { pick, lapse } = await proposed(fallback);
      const before = await shop.stockOf('OAT');
      const acts = [
        () => pick.decide('approve'),
        () => pick.decide('decline'),
        () => pick.line('withdraw'),
        () => pick.move('ready'),
        () => lapse().then(() => null),
      ];
      // Takes turns, because the first to ask has a head start.
      const turned = acts.map((_, index) => (index + round) % acts.length);
      const answers = await Promise.all(turned.map((index) => acts[index]!()));
      const [approved, declined, withdrawn, ready] = acts.map(
        (_, index) => answers[turned.indexOf(index)],
      );

      const [first, winner, ...more] = await pick.steps();
      expect([first, more]).toEqual(['propose', []]);
      winners[winner!] = (winners[winner!] ?? 0) + 1;
      const won = (answer: typeof approved) => answer!.status === 200;
      expect([won(approved), won(declined), won(withdrawn)]).toEqual(
        ['approve', 'decline', 'withdraw'].map((action) => action === winner),
      );
      const lapsed = fallback === 'accept' ? 'substituted' : 'refunded';
      const status = outcome[winner as keyof typeof outcome] ?? lapsed;
      const order = await pick.order();
      expect(order.lines[0]).toMatchObject({ status, answerBy: null });
      // The bag is closed only after the end of the proposal.
      const closed = status === 'refunded' ? 'cancelled' : 'ready';
      expect(order.status).toBe(won(ready) ? closed : 'picking');
      expect(won(ready) && status === 'pending').toBe(false);
      const freed = status === 'substituted' ? 0 : 1;
      expect(await shop.stockOf('OAT')).toEqual({ ...before, reserved: before.reserved - freed });
    }
    expect(Object.values(winners).reduce((sum, count) => sum + count)).toBe(50);
    expect(Object.keys(winners).length).toBeGreaterThan(1);
    await expectBooksToBalance(larder);
  }, 120_000);

  it('would be ended twice, and its goods given back twice, without the lock', async () => {
    const { pick } = await proposed('refund');
    await withoutLocks(2, async () => {
      const answers = await Promise.all([pick.decide('decline'), pick.line('withdraw')]);
      expect(tally(answers)).toEqual({ '200': 2 });
    });
    expect((await pick.steps()).toSorted()).toEqual(['decline', 'propose', 'withdraw']);
    expect(await strayReservations(larder)).toContain('OAT');
  });
});

describe('an order', () => {
  it('is started by one of twenty pickers', async () => {
    const pickers = await hired(20);
    const orderId = await accepted();
    const answers = await Promise.all(pickers.map((each) => start(each, orderId)));
    expect(tally(answers)).toEqual({ '200': 1, '409 illegal-transition': 19 });
    const owner = pickers[answers.findIndex(({ status }) => status === 200)]!;
    const offered = await Promise.all(pickers.map((each) => each.get(`/v1/orders/${orderId}`)));
    const able = pickers.filter((_, index) => offered[index]!.body.allowedActions.length > 0);
    expect(able).toEqual([owner]);
    expect((await shop.timeline(orderId)).filter(({ to }) => to === 'picking')).toHaveLength(1);
  });

  it('would be started by several without the lock', async () => {
    const pickers = await hired(4);
    const orderId = await accepted();
    await withoutLocks(4, async () => {
      const answers = await Promise.all(pickers.map((each) => start(each, orderId)));
      expect(tally(answers)).toEqual({ '200': 4 });
    });
  });

  it('is started once by a picker who sends ten requests', async () => {
    const [picker] = await hired(1);
    const orderId = await accepted();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(picker!, orderId)));
    expect(tally(answers)).toEqual({ '200': 10 });
    expect((await shop.timeline(orderId)).filter(({ to }) => to === 'picking')).toHaveLength(1);
  });

  it('would be refused to that picker if the status were read before the lock', async () => {
    const [picker] = await hired(1);
    const orderId = await accepted();
    const actor = {
      accountId: await idOf(picker!),
      role: 'picker' as const,
      stores: 'all' as const,
    };
    const app = larder.app;
    const seen = await Promise.all([1, 2, 3].map(() => app.get(OrderReads).snapshot(orderId)));
    const outcomes = await Promise.allSettled(
      seen.map(async (order) => {
        if (hasTaken('start', order!.status)) return;
        await app
          .get(UnitOfWork)
          .run((tx) => app.get(OrderLifecycle).move(tx, orderId, 'start', actor));
      }),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
  });

  const hired = (count: number) =>
    Promise.all(Array.from({ length: count }, () => larder.person('picker')));
  const start = (picker: Person, orderId: string) =>
    picker.post(`/v1/picking/orders/${orderId}/start`);
  async function accepted(): Promise<string> {
    const orderId = await shop.order(customer, [['MILK', 1]]);
    await shop.walkTo(orderId, 'accepted');
    return orderId;
  }
});

/** Runs `work` with orders that are read first and written later, without locks between. */
async function withoutLocks(howMany: number, work: () => Promise<void>): Promise<void> {
  const orders = larder.app.get(OrderRepository);
  let here = 0;
  let allHaveRead!: () => void;
  const complete = new Promise<void>((resolve) => (allHaveRead = resolve));
  const naive: Partial<OrderRepository> = {
    lock: async (tx, id) => tx.manager.findOneBy(OrderEntity, { id }),
    linesOf: async (tx, orderId) => {
      const lines = await tx.manager.findBy(OrderLineEntity, { orderId });
      here += 1;
      if (here === howMany) allHaveRead();
      await complete;
      return lines;
    },
    move: async (tx, order, to, change = {}) => {
      const next = { ...change, status: to, version: await nextVersion(tx, order.id) };
      await tx.manager.update(OrderEntity, { id: order.id }, next);
      return { ...order, ...next };
    },
    changeLine: async (tx, line, change) => {
      await tx.manager.update(OrderLineEntity, { id: line.id }, change);
      return { ...line, ...change };
    },
  };
  Object.assign(orders, naive);
  try {
    await work();
  } finally {
    for (const name of Object.keys(naive)) delete (orders as never)[name];
  }
}

/** The next free version: the timeline's unique index would notice a repeated one. */
async function nextVersion(tx: Transaction, orderId: string): Promise<number> {
  await tx.query('SELECT FROM orders WHERE id = $1 FOR UPDATE', [orderId]);
  const [row] = await tx.query<{ next: number }>(
    'SELECT max(version) + 1 AS next FROM order_timeline WHERE order_id = $1',
    [orderId],
  );
  return row!.next;
}
