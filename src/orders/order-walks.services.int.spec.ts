// Many actors try any step on the same few orders at once; every order stays within the tables of
// transitions, and no stock or money is lost or made. By hand: ORDER_STEPS=50000.
import { expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder } from '../../test/support/larder.js';
import { illegalSteps } from '../../test/support/legal-paths.js';
import { idOf } from '../../test/support/people.js';
import { gaps } from '../../test/support/order-history.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ExpectedFailure } from '../kernel/failure.js';
import { Database, UnitOfWork } from '../platform/index.js';
import type { Actor } from './domain/order-facts.js';
import { type ActorRole, orderMachine } from './domain/order-status.js';
import { OrderLifecycle } from './use-cases/order-lifecycle.service.js';
import { type AskedStep, OrderLines } from './use-cases/order-lines.service.js';

const wanted = Number(process.env.ORDER_STEPS ?? 150);
const workers = 8;
const skus = ['WALK-1', 'WALK-2', 'WALK-3', 'WALK-4'];

it(
  `keeps ${wanted} random steps of eight workers within the tables`,
  { timeout: 7_200_000 },
  async () => {
    const larder = await Larder.open({ env: { ACCESS_TOKEN_MINUTES: '600' } });
    try {
      const shop = await openShop(larder, {
        products: skus.map((sku) => ({ sku, stock: 1_000_000 })),
        slotCapacity: 1_000_000,
      });
      const walks = new Walks(larder, shop);
      await walks.run();
      expect(walks.unexpected).toEqual([]);
      expect(walks.taken).toBeGreaterThanOrEqual(wanted);
      expect(await illegalSteps(larder)).toEqual([]);
      await larder.delivered(60_000);
      const database = larder.app.get(Database);
      expect(await gaps(database)).toEqual([]);
      expect(await wrongTotals(database)).toEqual([]);
      expect(await wrongMoney(database)).toEqual([]);
      await expectBooksToBalance(larder);
      expect(await shop.slotTaken()).toBe(await stillInSlot(database));
    } finally {
      await larder.close();
    }
  },
);

class Walks {
  taken = 0;
  readonly unexpected: unknown[] = [];
  readonly #open: string[] = [];
  readonly #actors = new Map<ActorRole, Actor>();
  readonly #orderActions = [...new Set(orderMachine.transitions.map(({ action }) => action))];
  readonly #ends = new Set(
    orderMachine.transitions
      .filter(({ to }) => orderMachine.isTerminal(to))
      .map((end) => end.action),
  );

  constructor(
    private readonly larder: Larder,
    private readonly shop: Shop,
  ) {}

  async run(): Promise<void> {
    const customer = await this.larder.person('customer');
    for (const role of ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const) {
      const person = role === 'customer' ? customer : await this.larder.person(role);
      this.#actors.set(role, { accountId: await idOf(person), role });
    }
    this.#actors.set('system', { accountId: null, role: 'system' });
    const order = async () => {
      const lines = skus.slice(0, 1 + Math.floor(Math.random() * 4));
      const id = await this.shop.order(
        customer,
        lines.map((sku, index) => [sku, index + 1] as const),
        { inSlot: Math.random() < 0.5 },
      );
      this.#open.push(id);
    };
    const worker = async () => {
      while (this.taken < wanted) {
        // Few orders, so that workers collide; new ones replace those that have ended.
        if (this.#open.length < 4) await order();
        else await this.#step(this.#open[Math.floor(Math.random() * this.#open.length)]!);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }

  async #step(orderId: string): Promise<void> {
    const roles = [...this.#actors.keys()];
    const actor = this.#actors.get(pick(roles))!;
    const unitOfWork = this.larder.app.get(UnitOfWork);
    try {
      if (Math.random() < 0.6) await this.#moveLine(orderId);
      const { status } = await unitOfWork.run((tx) =>
        this.larder.app.get(OrderLifecycle).move(tx, orderId, this.#action(), actor),
      );
      this.taken += 1;
      if (orderMachine.isTerminal(status)) this.#open.splice(this.#open.indexOf(orderId), 1);
    } catch (error) {
      // The rules refuse most steps; any other error is a defect.
      if (!(error instanceof ExpectedFailure)) this.unexpected.push(error);
    }
  }

  /** Rarely one that ends the order: long-lived orders go further, and new ones take time. */
  #action(): string {
    const action = pick(this.#orderActions);
    return this.#ends.has(action) && Math.random() < 0.75 ? pick(this.#orderActions) : action;
  }

  async #moveLine(orderId: string): Promise<void> {
    const { app } = this.larder;
    const lines = await app
      .get(Database)
      .query<{ id: string; quantity: number }>(
        'SELECT id, quantity FROM order_lines WHERE order_id = $1',
        [orderId],
      );
    const line = pick(lines);
    const quantity = 1 + Math.floor(Math.random() * line.quantity);
    const productId = this.shop.productId(pick(skus));
    const reasonCode = pick(['out_of_stock', 'damaged', 'not_wanted'] as const);
    const asked = pick<AskedStep>([
      { action: 'find', quantity: line.quantity },
      { action: 'short', quantity, reasonCode },
      { action: 'refund', reasonCode },
      { action: 'substitute', productId, quantity },
      { action: 'propose', productId, quantity },
      { action: 'withdraw' },
      { action: 'reset' },
      { action: 'approve' },
      { action: 'decline' },
    ]);
    const role = ['approve', 'decline'].includes(asked.action) ? 'customer' : 'picker';
    const actor = this.#actors.get(role)!;
    await app
      .get(UnitOfWork)
      .run((tx) => app.get(OrderLines).move(tx, { orderId, lineId: line.id, asked, actor }));
    this.taken += 1;
  }
}

function pick<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)]!;
}

/** Orders whose total differs from the sum of their lines and fees. */
function wrongTotals(database: Database): Promise<object[]> {
  return database.query(
    `SELECT id FROM orders
     CROSS JOIN LATERAL (
       SELECT sum(line_total_minor) AS lines FROM order_lines WHERE order_id = orders.id
     ) line
     CROSS JOIN LATERAL (
       SELECT coalesce(sum((fee ->> 'amountMinor')::bigint), 0) AS fees
       FROM jsonb_array_elements(fees) fee
     ) fee
     WHERE subtotal_minor <> lines OR total_minor <> lines + fee.fees`,
  );
}

/** Payments that have taken or refunded a wrong amount. */
function wrongMoney(database: Database): Promise<object[]> {
  return database.query(
    `SELECT payment.* FROM payments payment JOIN orders ON orders.id = order_id
     WHERE captured_minor <> CASE WHEN orders.status = 'delivered' THEN total_minor ELSE 0 END
       OR refunded_minor <> 0
       OR (payment.status = 'voided') <> (orders.status IN
         ('cancelled', 'rejected', 'expired', 'returned'))`,
  );
}

async function stillInSlot(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM orders
     WHERE slot_id IS NOT NULL AND status NOT IN ('cancelled', 'rejected', 'expired')`,
  );
  return row!.count;
}
