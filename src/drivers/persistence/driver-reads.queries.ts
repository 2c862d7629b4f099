import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { AccountsService } from '../../accounts/index.js';
import { Database } from '../../platform/index.js';
import { activeStatuses, type DeliveryStatus } from '../domain/delivery-status.js';
import { DeliveryEntity } from './delivery.entity.js';

export interface DeliveryOfOrder {
  readonly deliveryId: string;
  readonly driverId: string;
  /** The full name: cut it before a customer sees it. */
  readonly driverName: string;
  readonly status: DeliveryStatus;
  readonly assignedAt: string;
  readonly collectedAt: string | null;
  /** When the driver first came near the door. */
  readonly approachedAt: string | null;
  readonly deliveredAt: string | null;
}

export interface ActiveDelivery {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: DeliveryStatus;
}

export interface DriverOnShift {
  readonly driverId: string;
  readonly name: string;
  readonly startedAt: string;
  readonly activeDeliveries: number;
  /** The most deliveries at a time. */
  readonly capacity: number;
}

/** Other modules' questions about drivers; answered from SQL, never with a position. */
@Injectable()
export class DriverReads {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  /** The order's delivery: the active one, else the last; null while no driver is to bring it. */
  async deliveryOf(orderId: string): Promise<DeliveryOfOrder | null> {
    const delivery = await this.database.manager.findOne(DeliveryEntity, {
      where: { orderId, status: Not('cancelled') },
      order: { assignedAt: 'DESC', id: 'DESC' },
    });
    if (!delivery) return null;
    return {
      deliveryId: delivery.id,
      driverId: delivery.driverId,
      driverName: await this.#nameOf(delivery.driverId),
      status: delivery.status,
      assignedAt: delivery.assignedAt.toISOString(),
      collectedAt: delivery.collectedAt?.toISOString() ?? null,
      approachedAt: delivery.approachedAt?.toISOString() ?? null,
      deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    };
  }

  /** All deliveries that occupy an order and a driver now. */
  async activeDeliveries(): Promise<ActiveDelivery[]> {
    const found = await this.database.manager.find(DeliveryEntity, {
      select: { id: true, orderId: true, driverId: true, status: true },
      where: { status: In(activeStatuses) },
    });
    return found.map(({ id, orderId, driverId, status }) => ({
      deliveryId: id,
      orderId,
      driverId,
      status,
    }));
  }

  /** The drivers on shift at these stores (null: at every one), longest first. */
  async onShift(storeIds: readonly string[] | null): Promise<DriverOnShift[]> {
    const rows = await this.database.query<{
      driver_id: string;
      started_at: Date;
      capacity: number;
      active: string;
    }>(
      `SELECT s.driver_id, s.started_at, s.capacity, count(d.id) AS active
       FROM shifts s
       LEFT JOIN deliveries d
         ON d.driver_id = s.driver_id AND d.status = ANY($1)
       WHERE s.ended_at IS NULL AND ($2::uuid[] IS NULL OR s.store_id = ANY($2))
       GROUP BY s.id
       ORDER BY s.started_at, s.id`,
      [activeStatuses, storeIds],
    );
    const accounts = await this.accounts.findMany(rows.map((row) => row.driver_id));
    const names = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
    return rows.map((row) => ({
      driverId: row.driver_id,
      name: names.get(row.driver_id) ?? '',
      startedAt: row.started_at.toISOString(),
      activeDeliveries: Number(row.active),
      capacity: row.capacity,
    }));
  }

  async #nameOf(driverId: string): Promise<string> {
    return (await this.accounts.find(driverId))?.displayName ?? '';
  }
}
