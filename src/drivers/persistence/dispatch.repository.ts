import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import { activeStatuses } from '../domain/delivery-status.js';
import { DispatchEntity } from './dispatch.entity.js';
import type { OfferEntity } from './offer.entity.js';

/** The most orders, longest waiting first, that are considered for a joint offer. */
const mostLooked = 50;

export type DispatchChange = Partial<Omit<DispatchEntity, 'orderId' | 'storeId' | 'step'>>;

/** Searches for drivers. A dispatch changes only under its order's lock. */
@Injectable()
export class DispatchRepository {
  constructor(private readonly database: Database) {}

  /** Begins the search if there is none; else answers null. */
  async insert(
    tx: Transaction,
    begun: Pick<DispatchEntity, 'orderId' | 'storeId' | 'status' | 'startedAt'>,
  ): Promise<DispatchEntity | null> {
    const { orderId, storeId, status, startedAt } = begun;
    const inserted = await tx.query(
      `INSERT INTO dispatches (order_id, store_id, status, started_at)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING order_id`,
      [orderId, storeId, status, startedAt],
    );
    return inserted.length === 0 ? null : tx.manager.findOneByOrFail(DispatchEntity, { orderId });
  }

  find(orderId: string, tx: Transaction | null = null): Promise<DispatchEntity | null> {
    return (tx ?? this.database).manager.findOneBy(DispatchEntity, { orderId });
  }

  /** Every change overtakes the jobs that were enqueued before it. */
  async change(
    tx: Transaction,
    dispatch: DispatchEntity,
    change: DispatchChange,
  ): Promise<DispatchEntity> {
    const { orderId, step } = dispatch;
    const next = { ...change, step: step + 1 };
    const changed = await tx.manager.update(DispatchEntity, { orderId, step }, next);
    if (changed.affected !== 1) throw new Error(`Dispatch ${orderId} changed under its lock`);
    return { ...dispatch, ...next };
  }

  /** Goes on to another round within the present job. */
  async turnTo(tx: Transaction, dispatch: DispatchEntity, round: number): Promise<DispatchEntity> {
    await tx.manager.update(DispatchEntity, { orderId: dispatch.orderId }, { round });
    return { ...dispatch, round };
  }

  /** The store's orders that staff must assign, except those that came back too often. */
  async givenUp(
    storeId: string,
    mostReturns: number,
    tx: Transaction | null = null,
  ): Promise<string[]> {
    const rows = await (tx ?? this.database).query<{ order_id: string }>(
      `SELECT order_id FROM dispatches
       WHERE store_id = $1 AND status = 'given_up' AND returns <= $2
       ORDER BY started_at, order_id`,
      [storeId, mostReturns],
    );
    return rows.map((row) => row.order_id);
  }

  /**
   * Other orders of the store with a search under way and no open offer that may be offered to this
   * driver, who has neither declined them in this round nor had and lost them.
   */
  async waitingBeside(
    tx: Transaction,
    { orderId, storeId, driverId }: Pick<OfferEntity, 'orderId' | 'storeId' | 'driverId'>,
    now: Date,
  ): Promise<Map<string, DispatchEntity>> {
    const waiting = await tx.manager
      .createQueryBuilder(DispatchEntity, 'dispatch')
      .where(
        `store_id = :storeId AND dispatch.order_id <> :orderId AND dispatch.status = 'searching'
         AND started_at <= :now
         AND NOT EXISTS (SELECT FROM offers offer WHERE offer.order_id = dispatch.order_id
           AND (offer.status = 'offered' OR (offer.driver_id = :driverId
             AND offer.status IN ('declined', 'lapsed')
             AND offer.search = dispatch.search AND offer.round = dispatch.round)))
         AND NOT EXISTS (SELECT FROM deliveries delivery
           WHERE delivery.order_id = dispatch.order_id AND delivery.driver_id = :driverId)`,
        { storeId, orderId, driverId, now },
      )
      .orderBy('dispatch.startedAt')
      .limit(mostLooked)
      .getMany();
    return new Map(waiting.map((dispatch) => [dispatch.orderId, dispatch]));
  }

  /**
   * Drivers on shift at the store who are not asked for this order now: they have enough deliveries
   * or an open offer, did not accept it in this round, or had and lost the order.
   */
  async notToAsk(dispatch: DispatchEntity): Promise<Set<string>> {
    const rows = await this.database.query<{ driver_id: string }>(
      `SELECT driver_id FROM shifts shift
       WHERE shift.store_id = $1 AND ended_at IS NULL AND (
         (SELECT count(*) FROM deliveries delivery
          WHERE delivery.driver_id = shift.driver_id AND status = ANY($5)) >= capacity
         OR EXISTS (SELECT FROM offers offer
           WHERE offer.driver_id = shift.driver_id AND status = 'offered')
         OR EXISTS (SELECT FROM offers offer
           WHERE order_id = $2 AND search = $3 AND round = $4 AND status IN ('declined', 'lapsed')
             AND offer.driver_id = shift.driver_id)
         OR EXISTS (SELECT FROM deliveries delivery
           WHERE delivery.order_id = $2 AND delivery.driver_id = shift.driver_id))`,
      [dispatch.storeId, dispatch.orderId, dispatch.search, dispatch.round, activeStatuses],
    );
    return new Set(rows.map((row) => row.driver_id));
  }
}
