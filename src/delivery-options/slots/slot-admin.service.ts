import { Injectable } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { type SlotChange, slotHorizonMs, type SlotTimes, type StoredSlot } from './slot.js';
import {
  SlotCapacityTaken,
  SlotExists,
  SlotMisplaced,
  SlotNotFound,
} from '../delivery-options.errors.js';
import { SlotRepository } from './slot.repository.js';

const dayMs = 24 * 60 * 60_000;

/** Single slots, in addition to those of a plan. */
@Injectable()
export class SlotAdmin {
  constructor(
    private readonly stores: StoresService,
    private readonly slots: SlotRepository,
    private readonly clock: Clock,
  ) {}

  /** Slots that begin within `days` of `from` (or now). @throws store-not-found, store-required */
  async between(
    storeHandle: string | undefined,
    from: Date | null,
    days: number,
  ): Promise<StoredSlot[]> {
    const { id } = await this.stores.resolve(storeHandle);
    const first = from ?? this.clock.now();
    return this.slots.between(id, first, new Date(first.getTime() + days * dayMs));
  }

  /** @throws store-not-found, store-required, slot-misplaced, slot-exists */
  async create(storeHandle: string | undefined, slot: SlotTimes): Promise<StoredSlot> {
    const { startsAt, endsAt, cutoffAt } = slot;
    const now = this.clock.now();
    const isOrdered = now < cutoffAt && cutoffAt <= startsAt && startsAt < endsAt;
    if (!isOrdered || startsAt.getTime() - now.getTime() > slotHorizonMs) {
      throw SlotMisplaced.because('A slot has its cut-off, its begin and its end still to come.');
    }
    const { id: storeId } = await this.stores.resolve(storeHandle);
    const made = await this.slots.insert({ ...slot, storeId });
    if (made) return made;
    throw SlotExists.because('The store has a slot that begins and ends then.');
  }

  /** Takes the slot out of the plan's control. @throws slot-not-found, slot-capacity-taken */
  async change(id: string, change: SlotChange): Promise<StoredSlot> {
    const changed = await this.slots.change(id, change);
    if (changed) return changed;
    const slot = await this.slots.slot(null, id);
    if (!slot) throw SlotNotFound.because('There is no slot with this id.');
    const { taken } = slot;
    throw SlotCapacityTaken.because(`${taken} orders have the slot.`, { taken });
  }
}
