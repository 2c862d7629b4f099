import { OrderOwners } from '../../orders/index.js';
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
import { DeliveryPrivacy } from './delivery-privacy.queries.js';

type Row = { readonly id: string };

/** The columns that name one of staff, by their tables. */
const named = [
  ['shifts', 'driver_id'],
  ['offers', 'driver_id'],
  ['deliveries', 'driver_id'],
  ['deliveries', 'assigned_by'],
  ['delivery_timeline', 'actor_id'],
] as const;

/** Drivers by their shifts, offers and deliveries; customers by the photos of theirs. */
@HoldsPersonalData()
export class DeliveryPeople implements PersonalDataHolder {
  readonly tables = {
    shifts: atErasure,
    offers: atErasure,
    deliveries: 'drivers.forget-proofs',
    delivery_timeline: 'drivers.forget-proofs',
  };

  constructor(
    private readonly database: Database,
    private readonly owners: OrderOwners,
    private readonly privacy: DeliveryPrivacy,
  ) {}

  lists(accountId: string) {
    return {
      shifts: this.#rows(
        `SELECT id, store_id AS "storeId", vehicle, started_at AS "startedAt",
           ended_at AS "endedAt" FROM shifts WHERE driver_id = $1`,
        accountId,
      ),
      offers: this.#rows(
        `SELECT id, order_id AS "orderId", status, offered_at AS "offeredAt",
           answered_at AS "answeredAt" FROM offers WHERE driver_id = $1`,
        accountId,
      ),
      drives: this.#rows(
        `SELECT id, order_id AS "orderId", status, assigned_at AS "assignedAt",
           collected_at AS "collectedAt", delivered_at AS "deliveredAt"
         FROM deliveries WHERE driver_id = $1`,
        accountId,
      ),
      deliveries: this.#ofOrders(accountId),
    };
  }

  async erase(tx: Transaction, { accountId, standIn }: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    const add = (rows: RowCounts) => {
      for (const [table, count] of Object.entries(rows)) {
        counts[table] = (counts[table] ?? 0) + count;
      }
    };
    for await (const orderIds of this.owners.idsOf(accountId, tx)) {
      add(await this.privacy.forget(tx, orderIds));
    }
    for (const [table, column] of named) {
      const sql = `UPDATE ${table} SET ${column} = $2 WHERE ${column} = $1 RETURNING ${column}`;
      add({ [table]: (await tx.query(sql, [accountId, standIn])).length });
    }
    return counts;
  }

  async *#ofOrders(accountId: string): AsyncIterable<object> {
    for await (const orderIds of this.owners.idsOf(accountId)) {
      yield* await this.database.query<object>(
        `SELECT id, order_id AS "orderId", status, photo_reference AS "photoReference",
           delivered_at AS "deliveredAt"
         FROM deliveries WHERE order_id = ANY ($1) ORDER BY order_id, id`,
        [orderIds],
      );
    }
  }

  #rows(sql: string, accountId: string): AsyncIterable<Row> {
    return inPages<Row>((after) =>
      this.database.query<Row>(
        `SELECT * FROM (${sql}) own WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT 100`,
        [accountId, after?.id ?? null],
      ),
    );
  }
}
