import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Ids } from '../../kernel/ids.js';
import { Database, type Transaction } from '../../platform/index.js';
import { usualCapacity, type Vehicle } from '../domain/shift-terms.js';
import { ShiftEntity } from './shift.entity.js';

export interface ShiftTerms {
  readonly storeId: string;
  /** Left out: unchanged, or unknown in a new shift. */
  readonly vehicle?: Vehicle | undefined;
  /** Left out: unchanged, or the usual one in a new shift. */
  readonly capacity?: number | undefined;
  /** The session of the open shift that goes on; left out: another one begins. */
  readonly epoch?: number | undefined;
}

/** A driver's latest shift. */
export interface LatestShift {
  readonly driverId: string;
  readonly epoch: number;
  readonly isOpen: boolean;
  readonly storeId: string | null;
}

@Injectable()
export class ShiftRepository {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /**
   * Opens a shift, or answers the open one, with another session unless one goes on, and with its
   * vehicle and capacity changed to those given. The store of an open shift stays the same.
   */
  async open(
    tx: Transaction,
    driverId: string,
    now: Date,
    { storeId, vehicle, capacity, epoch }: ShiftTerms,
  ): Promise<{ shift: ShiftEntity; isNew: boolean }> {
    // One at a time per driver: two epochs of one millisecond would be equal, and ON CONFLICT
    // cannot resolve the unique key on them.
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('shift ' || $1, 0))", [driverId]);
    // The epoch is a time, so that it grows even after a restored backup: the location store, which
    // is not restored with it, refuses shifts older than one it has seen.
    const id = this.ids.next();
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO shifts (id, driver_id, epoch, started_at, store_id, vehicle, capacity)
       SELECT $1::uuid, $2::uuid, greatest($3::bigint, coalesce(max(epoch), 0) + 1), $4::timestamptz,
              $5::uuid, $6::text, coalesce($7::smallint, $8::smallint)
       FROM shifts WHERE driver_id = $2::uuid
       ON CONFLICT (driver_id) WHERE ended_at IS NULL
       DO UPDATE SET epoch = CASE WHEN $9::boolean THEN shifts.epoch ELSE excluded.epoch END,
                     store_id = coalesce(shifts.store_id, excluded.store_id),
                     vehicle = coalesce(excluded.vehicle, shifts.vehicle),
                     capacity = coalesce($7::smallint, shifts.capacity)
       RETURNING id`,
      [
        id,
        driverId,
        now.getTime(),
        now,
        storeId,
        vehicle ?? null,
        capacity ?? null,
        usualCapacity,
        epoch !== undefined,
      ],
    );
    const shift = await tx.manager.findOneByOrFail(ShiftEntity, { id: row?.id });
    return { shift, isNew: shift.id === id };
  }

  /** The driver's open shift. */
  current(driverId: string): Promise<ShiftEntity | null> {
    return this.database.manager.findOneBy(ShiftEntity, { driverId, endedAt: IsNull() });
  }

  /** The open shift, locked until the transaction ends: assignments and its end wait. */
  lockOpen(tx: Transaction, driverId: string): Promise<ShiftEntity | null> {
    return tx.manager.findOne(ShiftEntity, {
      where: { driverId, endedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
  }

  latest(tx: Transaction, driverId: string): Promise<ShiftEntity | null> {
    return tx.manager.findOne(ShiftEntity, { where: { driverId }, order: { epoch: 'DESC' } });
  }

  async end(tx: Transaction, shift: ShiftEntity, now: Date): Promise<void> {
    await tx.query(
      'UPDATE shifts SET ended_at = greatest($2::timestamptz, started_at) WHERE id = $1',
      [shift.id, now],
    );
  }

  /** Each driver's latest shift, if it is open or ended after that time. */
  async latestSince(since: Date): Promise<LatestShift[]> {
    const rows = await this.database.query<{
      driver_id: string;
      epoch: string;
      open: boolean;
      store_id: string | null;
    }>(
      `SELECT DISTINCT ON (driver_id) driver_id, epoch, ended_at IS NULL AS open, store_id
       FROM shifts WHERE ended_at IS NULL OR ended_at > $1
       ORDER BY driver_id, epoch DESC`,
      [since],
    );
    return rows.map((row) => ({
      driverId: row.driver_id,
      epoch: Number(row.epoch),
      isOpen: row.open,
      storeId: row.store_id,
    }));
  }
}
