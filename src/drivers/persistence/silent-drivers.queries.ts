import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { Silence } from '../domain/dispatch-rules.js';

/** An uncollected delivery, and the noted silence of its driver. */
export interface UncollectedDelivery {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly shiftId: string;
  /** The time of the last action on it. */
  readonly touchedAt: Date;
  readonly silence: Silence | null;
}

type UncollectedDeliveryRow = Omit<UncollectedDelivery, 'silence'> & {
  readonly since: Date | null;
  readonly seenAt: Date | null;
};

/** Notes since when the drivers of uncollected deliveries have been silent. */
@Injectable()
export class SilentDrivers {
  constructor(private readonly database: Database) {}

  async uncollected(): Promise<UncollectedDelivery[]> {
    const rows = await this.database.query<UncollectedDeliveryRow>(
      `SELECT delivery.id AS "deliveryId", order_id AS "orderId",
         delivery.driver_id AS "driverId", shift.id AS "shiftId",
         silent_since AS since, silent_seen_at AS "seenAt",
         (SELECT max(at) FROM delivery_timeline WHERE delivery_id = delivery.id) AS "touchedAt"
       FROM deliveries delivery JOIN shifts shift ON shift.id = delivery.shift_id
       WHERE delivery.status IN ('assigned', 'at_store')
       ORDER BY delivery.id`,
    );
    return rows.map(({ since, seenAt, ...row }) => ({
      ...row,
      silence: since && seenAt && { since, seenAt },
    }));
  }

  async note(shiftId: string, since: Date | null, seenAt: Date): Promise<void> {
    await this.database.query(
      'UPDATE shifts SET silent_since = $2, silent_seen_at = $3 WHERE id = $1',
      [shiftId, since, since && seenAt],
    );
  }
}
