import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import { Database, type Transaction } from '../../platform/index.js';
import {
  type NewSlot,
  type Slot,
  type SlotChange,
  slotHorizonMs,
  type SlotTimes,
  type StoredSlot,
} from './slot.js';

export interface PlanOutcome {
  readonly opened: number;
  readonly changed: number;
  readonly removed: number;
}

const columns = `slot.id, slot.store_id AS "storeId", slot.starts_at AS "startsAt",
  slot.ends_at AS "endsAt", slot.cutoff_at AS "cutoffAt", slot.capacity, slot.taken, slot.closed,
  slot.planned`;
const wantedSlots = `jsonb_to_recordset($2) AS wanted (id uuid, "startsAt" timestamptz,
  "endsAt" timestamptz, "cutoffAt" timestamptz, capacity int)`;

/** Delivery slots of stores, and how many orders have each. */
@Injectable()
export class SlotRepository {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** Finds slots of any store where `storeId` is null. */
  async slot(storeId: string | null, slotId: string): Promise<StoredSlot | null> {
    const [slot] = await this.database.query<StoredSlot>(
      `SELECT ${columns} FROM delivery_slots slot
       WHERE ($1::uuid IS NULL OR store_id = $1) AND id = $2`,
      [storeId, slotId],
    );
    return slot ?? null;
  }

  /** Locked until the transaction ends. */
  async lock(tx: Transaction, slotId: string): Promise<StoredSlot | null> {
    const [slot] = await tx.query<StoredSlot>(
      `SELECT ${columns} FROM delivery_slots slot WHERE id = $1 FOR NO KEY UPDATE`,
      [slotId],
    );
    return slot ?? null;
  }

  /** Slots that can still be chosen, soonest first. */
  async openSlots(storeId: string, now: Date): Promise<Slot[]> {
    return this.database.query<Slot>(
      `SELECT ${columns} FROM delivery_slots slot
       WHERE store_id = $1 AND cutoff_at > $2 AND starts_at <= $3 AND taken < capacity
         AND NOT closed
       ORDER BY starts_at, ends_at`,
      [storeId, now, new Date(now.getTime() + slotHorizonMs)],
    );
  }

  /** The slots that begin in this time, soonest first. */
  between(storeId: string, from: Date, until: Date): Promise<StoredSlot[]> {
    return this.database.query<StoredSlot>(
      `SELECT ${columns} FROM delivery_slots slot
       WHERE store_id = $1 AND starts_at >= $2 AND starts_at < $3 ORDER BY starts_at, ends_at`,
      [storeId, from, until],
    );
  }

  /** Takes one unit of the slot's capacity; false when it is full or closed. */
  async take(tx: Transaction, slotId: string, now: Date): Promise<boolean> {
    const taken = await tx.query(
      `UPDATE delivery_slots SET taken = taken + 1
       WHERE id = $1 AND taken < capacity AND cutoff_at > $2 AND NOT closed RETURNING id`,
      [slotId, now],
    );
    return taken.length === 1;
  }

  async giveBack(tx: Transaction, slotId: string): Promise<void> {
    await tx.query('UPDATE delivery_slots SET taken = taken - 1 WHERE id = $1', [slotId]);
  }

  /** Null when the store has a slot in the same window already, which stays as it is. */
  async insert(tx: Transaction, slot: NewSlot): Promise<StoredSlot | null> {
    const [row] = await tx.query<StoredSlot>(
      `INSERT INTO delivery_slots AS slot (id, store_id, starts_at, ends_at, cutoff_at, capacity)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (store_id, starts_at, ends_at) DO NOTHING
       RETURNING ${columns}`,
      [this.ids.next(), slot.storeId, slot.startsAt, slot.endsAt, slot.cutoffAt, slot.capacity],
    );
    return row ?? null;
  }

  /** Null when there is no such slot, or more orders have it than the new capacity. */
  async change(
    tx: Transaction,
    slotId: string,
    { capacity, closed }: SlotChange,
  ): Promise<StoredSlot | null> {
    const [row] = await tx.query<StoredSlot>(
      `UPDATE delivery_slots slot SET capacity = coalesce($2, capacity),
         closed = coalesce($3, closed), planned = false
       WHERE id = $1 AND taken <= coalesce($2, capacity) RETURNING ${columns}`,
      [slotId, capacity ?? null, closed ?? null],
    );
    return row ?? null;
  }

  /**
   * Turns the planned slots after `now` into the wanted ones. Slots that an admin made or changed
   * stay as they are; unwanted ones with orders take no more.
   */
  async follow(
    tx: Transaction,
    storeId: string,
    wanted: readonly SlotTimes[],
    now: Date,
  ): Promise<PlanOutcome> {
    const rows = JSON.stringify(wanted.map((slot) => ({ ...slot, id: this.ids.next() })));
    const isUnwanted = `store_id = $1 AND planned AND starts_at > $3
      AND NOT EXISTS (SELECT FROM ${wantedSlots}
        WHERE ("startsAt", "endsAt") = (slot.starts_at, slot.ends_at))`;
    // Closed first: no order takes one after that, and the next statement sees earlier ones.
    const closed = await tx.query(
      `UPDATE delivery_slots slot SET closed = true WHERE ${isUnwanted} AND NOT closed
       RETURNING id`,
      [storeId, rows, now],
    );
    // An order that gave its slot back still refers to it.
    await tx.query(
      `DELETE FROM delivery_slots slot WHERE ${isUnwanted}
         AND NOT EXISTS (SELECT FROM orders WHERE slot_id = slot.id)`,
      [storeId, rows, now],
    );
    const reopened = await tx.query(
      `UPDATE delivery_slots slot SET closed = false FROM ${wantedSlots}
       WHERE store_id = $1 AND ("startsAt", "endsAt") = (starts_at, ends_at)
         AND planned AND closed AND taken > 0
       RETURNING slot.id`,
      [storeId, rows],
    );
    const changed = await tx.query(
      `UPDATE delivery_slots slot
       SET capacity = wanted.capacity, cutoff_at = wanted."cutoffAt", closed = false
       FROM ${wantedSlots}
       WHERE store_id = $1 AND ("startsAt", "endsAt") = (starts_at, ends_at)
         AND planned AND taken = 0
         AND (slot.capacity, cutoff_at, closed) <> (wanted.capacity, wanted."cutoffAt", false)
       RETURNING slot.id`,
      [storeId, rows],
    );
    const opened = await tx.query(
      `INSERT INTO delivery_slots (id, store_id, starts_at, ends_at, cutoff_at, capacity, planned)
       SELECT id, $1, "startsAt", "endsAt", "cutoffAt", capacity, true FROM ${wantedSlots}
       ON CONFLICT (store_id, starts_at, ends_at) DO NOTHING RETURNING id`,
      [storeId, rows],
    );
    return {
      opened: opened.length,
      changed: changed.length + reopened.length,
      removed: closed.length,
    };
  }
}
