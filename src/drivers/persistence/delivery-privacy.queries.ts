import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import {
  AppConfig,
  Database,
  type RowCounts,
  Scheduled,
  type Transaction,
} from '../../platform/index.js';
import { activeStatuses } from '../domain/delivery-status.js';

const dayMs = 24 * 60 * 60_000;

/** Takes out of deliveries what only their proof needed: the photo, and what drivers wrote. */
@Injectable()
export class DeliveryPrivacy {
  readonly #keptMs: number;

  constructor(
    config: AppConfig,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.#keptMs = config.orderPrivacyDays * dayMs;
  }

  /** Of deliveries that have been over for ORDER_PRIVACY_DAYS. */
  @Scheduled('drivers.forget-proofs', '13 2 * * *')
  async forgetOld(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.#keptMs);
    const over = `SELECT id FROM deliveries WHERE assigned_at < $1 AND status <> ALL ($2)
      AND NOT EXISTS (SELECT FROM delivery_timeline
        WHERE delivery_id = deliveries.id AND at >= $1)`;
    const parameters = [before, activeStatuses];
    await this.database.query(
      `UPDATE deliveries SET photo_reference = NULL
       WHERE photo_reference IS NOT NULL AND id IN (${over})`,
      parameters,
    );
    await this.database.query(
      `UPDATE delivery_timeline SET reason = NULL
       WHERE reason IS NOT NULL AND delivery_id IN (${over})`,
      parameters,
    );
  }

  async forget(tx: Transaction, orderIds: readonly string[]): Promise<RowCounts> {
    const photos = await tx.query(
      `UPDATE deliveries SET photo_reference = NULL
       WHERE order_id = ANY ($1) AND photo_reference IS NOT NULL RETURNING id`,
      [orderIds],
    );
    const reasons = await tx.query(
      `UPDATE delivery_timeline SET reason = NULL WHERE reason IS NOT NULL AND delivery_id IN (
         SELECT id FROM deliveries WHERE order_id = ANY ($1)) RETURNING version`,
      [orderIds],
    );
    return { deliveries: photos.length, delivery_timeline: reasons.length };
  }
}
