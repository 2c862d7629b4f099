import { touch } from '../../cache/index.js';
import {
  atErasure,
  Database,
  type Erasure,
  HoldsPersonalData,
  inPages,
  type PersonalDataHolder,
  type RowCounts,
  type Transaction,
} from '../../platform/index.js';
import { isTerminal, orderStatuses } from '../domain/order-status.js';
import { ordersOfTag } from '../orders.cache.js';
import { OrderOwners } from './order-owners.queries.js';
import { OrderPrivacy } from './order-privacy.queries.js';
import { type ExportedOrder, exportedOrders } from './exported-orders.js';

const forgetDoors = 'orders.forget-doors';
const underWay = orderStatuses.filter((status) => !isTerminal(status));

/** The columns that name a person in what is kept, by their tables. */
const named = [
  ['orders', 'customer_id'],
  ['orders', 'picker_id'],
  ['order_timeline', 'actor_id'],
  ['payment_refunds', 'asked_by'],
] as const;

/** Customers by their carts, quotes and orders; staff by what they did to orders. */
@HoldsPersonalData()
export class OrderPeople implements PersonalDataHolder {
  readonly tables = {
    carts: 'orders.forget-carts',
    quotes: 'orders.forget-quotes',
    quote_holds: atErasure,
    orders: forgetDoors,
    order_lines: forgetDoors,
    order_claims: forgetDoors,
    order_claim_lines: atErasure,
    late_orders: atErasure,
    order_timeline: forgetDoors,
    payments: atErasure,
    payment_refunds: atErasure,
  };

  constructor(
    private readonly database: Database,
    private readonly owners: OrderOwners,
    private readonly privacy: OrderPrivacy,
  ) {}

  lists(accountId: string) {
    return {
      carts: inPages<{ storeId: string }>((after) =>
        this.database.query(
          `SELECT store_id AS "storeId", lines, expires_at AS "expiresAt" FROM carts
           WHERE customer_id = $1 AND ($2::uuid IS NULL OR store_id > $2)
           ORDER BY store_id LIMIT 100`,
          [accountId, after?.storeId ?? null],
        ),
      ),
      quotes: inPages<{ id: string }>((after) =>
        this.database.query(
          `SELECT id, payload AS quote, expires_at AS "expiresAt" FROM quotes
           WHERE customer_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT 100`,
          [accountId, after?.id ?? null],
        ),
      ),
      orders: inPages<ExportedOrder>((after) =>
        this.database.query(exportedOrders, [
          accountId,
          after?.placedAt ?? null,
          after?.id ?? null,
        ]),
      ),
      orderSteps: inPages<{ step: string }>((after) =>
        this.database.query(
          `SELECT id::text AS step, order_id AS "orderId", machine, action, to_status AS status,
             reason, at FROM order_timeline
           WHERE actor_id = $1 AND ($2::bigint IS NULL OR id > $2) ORDER BY id LIMIT 100`,
          [accountId, after?.step ?? null],
        ),
      ),
    };
  }

  async isUnderWay(tx: Transaction, accountId: string): Promise<boolean> {
    const found = await tx.query(
      'SELECT FROM orders WHERE customer_id = $1 AND status = ANY ($2) LIMIT 1',
      [accountId, underWay],
    );
    return found.length > 0;
  }

  async erase(tx: Transaction, { accountId, standIn }: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    for (const table of ['carts', 'quotes', 'quote_holds']) {
      const sql = `DELETE FROM ${table} WHERE customer_id = $1 RETURNING customer_id`;
      counts[table] = (await tx.query(sql, [accountId])).length;
    }
    const add = (rows: RowCounts) => {
      for (const [table, count] of Object.entries(rows)) {
        counts[table] = (counts[table] ?? 0) + count;
      }
    };
    for await (const orderIds of this.owners.idsOf(accountId, tx)) {
      add(await this.privacy.forget(tx, orderIds));
    }
    for (const [table, column] of named) {
      const sql = `UPDATE ${table} SET ${column} = $2 WHERE ${column} = $1 RETURNING id`;
      add({ [table]: (await tx.query(sql, [accountId, standIn])).length });
    }
    await touch(tx, ordersOfTag(accountId));
    return counts;
  }
}
