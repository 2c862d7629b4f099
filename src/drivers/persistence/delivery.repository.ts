import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { Actor } from '../../orders/index.js';
import { Database, type Transaction } from '../../platform/index.js';
import { activeStatuses, type DeliveryStatus } from '../domain/delivery-status.js';
import { DeliveryEntity } from './delivery.entity.js';

export type NewDelivery = Pick<
  DeliveryEntity,
  | 'id'
  | 'orderId'
  | 'driverId'
  | 'shiftId'
  | 'status'
  | 'attempt'
  | 'assignedBy'
  | 'assignedAt'
  | 'collectedAt'
>;

/** The columns that a move may change besides the status. */
export type DeliveryChange = Partial<
  Pick<
    DeliveryEntity,
    | 'collectedAt'
    | 'deliveredAt'
    | 'cashCollectedMinor'
    | 'contactedAt'
    | 'approachedAt'
    | 'ageChecked'
    | 'photoReference'
    | 'failureReason'
  >
>;

export interface DeliveryTimelineEntry {
  readonly action: string;
  readonly from: DeliveryStatus | null;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly at: Date;
}

/** The deliveries of an order change only under the order's lock; see OrderLifecycle.lock. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** Null when the order has an active delivery: the unique index decides every race. */
  async insert(tx: Transaction, delivery: NewDelivery): Promise<DeliveryEntity | null> {
    const inserted = await tx.query(
      `INSERT INTO deliveries (id, order_id, driver_id, shift_id, status, attempt, assigned_by,
         assigned_at, collected_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (order_id) WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled')
       DO NOTHING RETURNING id`,
      [
        delivery.id,
        delivery.orderId,
        delivery.driverId,
        delivery.shiftId,
        delivery.status,
        delivery.attempt,
        delivery.assignedBy,
        delivery.assignedAt,
        delivery.collectedAt,
      ],
    );
    if (inserted.length === 0) return null;
    return tx.manager.findOneByOrFail(DeliveryEntity, { id: delivery.id });
  }

  /** Moves the delivery if it is unchanged since the caller read it; else answers null. */
  async move(
    tx: Transaction,
    delivery: DeliveryEntity,
    to: DeliveryStatus,
    change: DeliveryChange,
  ): Promise<DeliveryEntity | null> {
    const { id, status, version } = delivery;
    const next = { ...change, status: to, version: version + 1 };
    const moved = await tx.manager.update(DeliveryEntity, { id, status, version }, next);
    return moved.affected === 1 ? { ...delivery, ...next } : null;
  }

  async appendTimeline(
    tx: Transaction,
    { id, version, status }: DeliveryEntity,
    { action, from, actor, reason, reasonCode, at }: DeliveryTimelineEntry,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO delivery_timeline (delivery_id, version, action, from_status, to_status,
         actor_id, actor_role, reason, reason_code, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, version, action, from, status, actor.accountId, actor.role, reason, reasonCode, at],
    );
  }

  async countWrongPin(tx: Transaction, id: string): Promise<void> {
    await tx.query('UPDATE deliveries SET pin_failures = pin_failures + 1 WHERE id = $1', [id]);
  }

  async forgetWrongPins(tx: Transaction, id: string): Promise<void> {
    await tx.query('UPDATE deliveries SET pin_failures = 0 WHERE id = $1', [id]);
  }

  countActive(tx: Transaction, driverId: string): Promise<number> {
    return tx.manager.countBy(DeliveryEntity, { driverId, status: In(activeStatuses) });
  }

  /** A driver's own delivery; null for another driver's as for one that never existed. */
  findOf(
    driverId: string,
    id: string,
    tx: Transaction | null = null,
  ): Promise<DeliveryEntity | null> {
    return (tx ?? this.database).manager.findOneBy(DeliveryEntity, { id, driverId });
  }

  /** Deliveries under way to a door that their driver is not near yet. */
  notNearYet(): Promise<DeliveryEntity[]> {
    const where = { status: 'collected' as const, approachedAt: IsNull() };
    return this.database.manager.find(DeliveryEntity, { where, order: { id: 'ASC' } });
  }

  activeOf(driverId: string): Promise<DeliveryEntity[]> {
    return this.database.manager.find(DeliveryEntity, {
      where: { driverId, status: In(activeStatuses) },
      order: { assignedAt: 'ASC', id: 'ASC' },
    });
  }

  activeOfOrder(tx: Transaction, orderId: string): Promise<DeliveryEntity | null> {
    return tx.manager.findOneBy(DeliveryEntity, { orderId, status: In(activeStatuses) });
  }

  /** The driver's last delivery of the order. */
  latestOf(tx: Transaction, driverId: string, orderId: string): Promise<DeliveryEntity> {
    return tx.manager.findOneOrFail(DeliveryEntity, {
      where: { orderId, driverId },
      order: { assignedAt: 'DESC', id: 'DESC' },
    });
  }

  /** The active delivery of the order, else its last. */
  latestOfOrder(tx: Transaction, orderId: string): Promise<DeliveryEntity | null> {
    return tx.manager.findOne(DeliveryEntity, {
      where: { orderId },
      order: { assignedAt: 'DESC', id: 'DESC' },
    });
  }
}
