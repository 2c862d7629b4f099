import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import type { ActorRole, OrderStatus } from '../domain/order-status.js';
import { OrderEntity, OrderLineEntity } from './order.entity.js';

export interface TimelineEntry {
  readonly orderId: string;
  readonly version: number;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly actorId: string | null;
  readonly actorRole: ActorRole;
  readonly reason: string | null;
  readonly at: Date;
}

export type OrderFacts = Omit<OrderEntity, 'number'>;
export type LineFacts = Omit<OrderLineEntity, 'id' | 'orderId' | 'position'>;

/** Writes orders, always inside the transaction of a use case. */
@Injectable()
export class OrderRepository {
  constructor(private readonly ids: Ids) {}

  find(tx: Transaction, orderId: string): Promise<OrderEntity | null> {
    return tx.manager.findOneBy(OrderEntity, { id: orderId });
  }

  findByQuote(tx: Transaction, quoteId: string): Promise<OrderEntity | null> {
    return tx.manager.findOneBy(OrderEntity, { quoteId });
  }

  linesOf(tx: Transaction, orderId: string): Promise<OrderLineEntity[]> {
    return tx.manager.find(OrderLineEntity, { where: { orderId }, order: { position: 'ASC' } });
  }

  /** Null when the quote has been ordered already: its unique index decides who was first. */
  async insert(
    tx: Transaction,
    order: OrderFacts,
    lines: readonly LineFacts[],
  ): Promise<OrderEntity | null> {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(OrderEntity)
      .values(order as OrderEntity)
      .orIgnore()
      .returning(['number'])
      .execute();
    const [row] = inserted.raw as { number: string }[];
    if (!row) return null;
    await tx.manager.insert(
      OrderLineEntity,
      lines.map((line, index) => ({
        ...line,
        id: this.ids.next(),
        orderId: order.id,
        position: index + 1,
      })),
    );
    return { ...order, number: row.number };
  }

  /**
   * Moves the order if it still is what the caller saw. The predicate stands in SQL: whoever
   * comes second changes nothing and is answered null.
   */
  async move(
    tx: Transaction,
    order: OrderEntity,
    to: OrderStatus,
    pickerId: string | null,
  ): Promise<OrderEntity | null> {
    const moved = await tx.query<{ version: number }>(
      `UPDATE orders SET status = $4, version = version + 1, picker_id = $5
       WHERE id = $1 AND status = $2 AND version = $3 RETURNING version`,
      [order.id, order.status, order.version, to, pickerId],
    );
    const version = moved[0]?.version;
    return version === undefined ? null : { ...order, status: to, version, pickerId };
  }

  async appendTimeline(tx: Transaction, entry: TimelineEntry): Promise<void> {
    await tx.query(
      `INSERT INTO order_timeline
         (order_id, version, from_status, to_status, actor_id, actor_role, reason, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        entry.orderId,
        entry.version,
        entry.from,
        entry.to,
        entry.actorId,
        entry.actorRole,
        entry.reason,
        entry.at,
      ],
    );
  }
}
