import { Injectable } from '@nestjs/common';
import type { LatLng } from '../../kernel/place.js';
import { Ids } from '../../kernel/ids.js';
import { Database, type Transaction } from '../../platform/index.js';
import type { Slot, Zone } from '../domain/serviceability.js';

export interface NewZone {
  readonly storeId: string;
  readonly name: string;
  readonly ring: readonly LatLng[];
  readonly deliveryFeeMinor: number;
  /** From this subtotal on delivery is free; null when it never is. */
  readonly freeFromMinor: number | null;
}

export interface NewSlot {
  readonly storeId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cutoffAt: Date;
  readonly capacity: number;
}

const slotColumns = `id, starts_at AS "startsAt", ends_at AS "endsAt", cutoff_at AS "cutoffAt",
  capacity, taken`;

/** Where a store delivers, and when. */
@Injectable()
export class SlotRepository {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  async zones(storeId: string): Promise<Zone[]> {
    const rows = await this.database.query<{
      id: string;
      ring: LatLng[];
      fee_minor: string;
      free_from_minor: string | null;
    }>(
      `SELECT id, ring, fee_minor, free_from_minor FROM delivery_zones
       WHERE store_id = $1 ORDER BY name`,
      [storeId],
    );
    return rows.map((row) => ({
      id: row.id,
      ring: row.ring,
      feeMinor: Number(row.fee_minor),
      freeFromMinor: row.free_from_minor === null ? null : Number(row.free_from_minor),
    }));
  }

  async slot(storeId: string, slotId: string): Promise<Slot | null> {
    const [slot] = await this.database.query<Slot>(
      `SELECT ${slotColumns} FROM delivery_slots WHERE store_id = $1 AND id = $2`,
      [storeId, slotId],
    );
    return slot ?? null;
  }

  /** Slots that can still be chosen, soonest first. */
  async openSlots(storeId: string, now: Date, until: Date): Promise<Slot[]> {
    return this.database.query<Slot>(
      `SELECT ${slotColumns} FROM delivery_slots
       WHERE store_id = $1 AND cutoff_at > $2 AND starts_at < $3 AND taken < capacity
       ORDER BY starts_at`,
      [storeId, now, until],
    );
  }

  /** Takes one unit of the slot's capacity; false when it is full or closed. */
  async take(tx: Transaction, slotId: string, now: Date): Promise<boolean> {
    const taken = await tx.query(
      `UPDATE delivery_slots SET taken = taken + 1
       WHERE id = $1 AND taken < capacity AND cutoff_at > $2 RETURNING id`,
      [slotId, now],
    );
    return taken.length === 1;
  }

  async giveBack(tx: Transaction, slotId: string): Promise<void> {
    await tx.query('UPDATE delivery_slots SET taken = taken - 1 WHERE id = $1', [slotId]);
  }

  async insertZone(zone: NewZone): Promise<void> {
    await this.database.query(
      `INSERT INTO delivery_zones (id, store_id, name, ring, fee_minor, free_from_minor)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (store_id, name) DO NOTHING`,
      [
        this.ids.next(),
        zone.storeId,
        zone.name,
        JSON.stringify(zone.ring),
        zone.deliveryFeeMinor,
        zone.freeFromMinor,
      ],
    );
  }

  /** The slot's id; one that is there already stays as it is. */
  async insertSlot(slot: NewSlot): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(
      `INSERT INTO delivery_slots (id, store_id, starts_at, ends_at, cutoff_at, capacity)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (store_id, starts_at, ends_at) DO UPDATE SET taken = delivery_slots.taken
       RETURNING id`,
      [this.ids.next(), slot.storeId, slot.startsAt, slot.endsAt, slot.cutoffAt, slot.capacity],
    );
    return row!.id;
  }
}
