import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database, type Transaction } from '../../platform/index.js';
import { activeStatuses } from '../domain/delivery-status.js';
import { DeliveryEntity } from './delivery.entity.js';

export type NewDelivery = Pick<
  DeliveryEntity,
  'id' | 'orderId' | 'driverId' | 'shiftId' | 'assignedBy' | 'assignedAt'
>;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** Null when the order has an active delivery: the unique index decides every race. */
  async insertAssigned(tx: Transaction, delivery: NewDelivery): Promise<DeliveryEntity | null> {
    const inserted = await tx.query(
      `INSERT INTO deliveries
         (id, order_id, driver_id, shift_id, status, assigned_by, assigned_at)
       VALUES ($1, $2, $3, $4, 'assigned', $5, $6)
       ON CONFLICT (order_id) WHERE status IN ('assigned', 'collected') DO NOTHING
       RETURNING id`,
      [
        delivery.id,
        delivery.orderId,
        delivery.driverId,
        delivery.shiftId,
        delivery.assignedBy,
        delivery.assignedAt,
      ],
    );
    return inserted.length === 0 ? null : this.#find(tx, delivery.id);
  }

  /** Null when it is not assigned: then nothing was changed. */
  async markCollected(tx: Transaction, id: string, now: Date): Promise<DeliveryEntity | null> {
    const changed = await tx.query(
      `UPDATE deliveries SET status = 'collected', collected_at = $2
       WHERE id = $1 AND status = 'assigned' RETURNING id`,
      [id, now],
    );
    return changed.length === 0 ? null : this.#find(tx, id);
  }

  /** Null when it is not collected: then nothing was changed. */
  async markDelivered(
    tx: Transaction,
    id: string,
    cashCollectedMinor: number,
    now: Date,
  ): Promise<DeliveryEntity | null> {
    const changed = await tx.query(
      `UPDATE deliveries SET status = 'delivered', delivered_at = $2, cash_collected_minor = $3
       WHERE id = $1 AND status = 'collected' RETURNING id`,
      [id, now, cashCollectedMinor],
    );
    return changed.length === 0 ? null : this.#find(tx, id);
  }

  countActive(tx: Transaction, driverId: string): Promise<number> {
    return tx.manager.countBy(DeliveryEntity, { driverId, status: In([...activeStatuses]) });
  }

  /** A driver's own delivery; another driver's is as absent as one that never was. */
  findOf(driverId: string, id: string): Promise<DeliveryEntity | null> {
    return this.database.manager.findOneBy(DeliveryEntity, { id, driverId });
  }

  activeOf(driverId: string): Promise<DeliveryEntity[]> {
    return this.database.manager.find(DeliveryEntity, {
      where: { driverId, status: In([...activeStatuses]) },
      order: { assignedAt: 'ASC', id: 'ASC' },
    });
  }

  #find(tx: Transaction, id: string): Promise<DeliveryEntity> {
    return tx.manager.findOneByOrFail(DeliveryEntity, { id });
  }
}
