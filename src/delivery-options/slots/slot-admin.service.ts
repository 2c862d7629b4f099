import { Injectable } from '@nestjs/common';
import { type InStores, worksAt } from '../../accounts/index.js';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Audit, type Transaction, UnitOfWork } from '../../platform/index.js';
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
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Slots that begin within `days` of `from` (or now). @throws store-not-found, store-required */
  async between(
    who: InStores,
    storeHandle: string | undefined,
    from: Date | null,
    days: number,
  ): Promise<StoredSlot[]> {
    const { id } = await this.stores.ofStaff(who, storeHandle);
    const first = from ?? this.clock.now();
    return this.slots.between(id, first, new Date(first.getTime() + days * dayMs));
  }

  /** @throws store-not-found, store-required, slot-misplaced, slot-exists */
  async create(
    who: InStores,
    storeHandle: string | undefined,
    slot: SlotTimes,
  ): Promise<StoredSlot> {
    const { startsAt, endsAt, cutoffAt } = slot;
    const now = this.clock.now();
    const isOrdered = now < cutoffAt && cutoffAt <= startsAt && startsAt < endsAt;
    if (!isOrdered || startsAt.getTime() - now.getTime() > slotHorizonMs) {
      throw SlotMisplaced.because('A slot has its cut-off, its begin and its end still to come.');
    }
    const { id: storeId } = await this.stores.ofStaff(who, storeHandle);
    return this.unitOfWork.run(async (tx) => {
      const made = await this.slots.insert(tx, { ...slot, storeId });
      if (!made) throw SlotExists.because('The store has a slot that begins and ends then.');
      await this.#note(tx, 'create', null, made);
      return made;
    });
  }

  /** Takes the slot out of the plan's control. @throws slot-not-found, slot-capacity-taken */
  async change(who: InStores, id: string, change: SlotChange): Promise<StoredSlot> {
    await this.#own(who, id);
    return this.unitOfWork.run(async (tx) => {
      const before = (await this.slots.lock(tx, id)) ?? notThere();
      const { taken } = before;
      const after = await this.slots.change(tx, id, change);
      if (!after) throw SlotCapacityTaken.because(`${taken} orders have the slot.`, { taken });
      await this.#note(tx, 'change', before, after);
      return after;
    });
  }

  #note(
    tx: Transaction,
    verb: string,
    before: StoredSlot | null,
    after: StoredSlot,
  ): Promise<void> {
    const { id, storeId } = after;
    const subject = { type: 'slot', id };
    return this.audit.note(tx, { action: `slot.${verb}`, subject, storeId, before, after });
  }

  async #own(who: InStores, id: string): Promise<StoredSlot> {
    const slot = await this.slots.slot(null, id);
    if (slot && worksAt(who, slot.storeId)) return slot;
    return notThere();
  }
}

function notThere(): never {
  throw SlotNotFound.because('There is no slot with this id.');
}
