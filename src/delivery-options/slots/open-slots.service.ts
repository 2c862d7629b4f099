import { Injectable } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import type { Slot } from './slot.js';
import { SlotRepository } from './slot.repository.js';
import type { SlotResponse } from './slots.responses.js';

/** The slots that customers may choose from. */
@Injectable()
export class OpenSlots {
  constructor(
    private readonly stores: StoresService,
    private readonly slots: SlotRepository,
    private readonly clock: Clock,
  ) {}

  /** The slots that take orders now, soonest first. @throws store-not-found, store-required */
  async of(storeHandle: string | undefined): Promise<SlotResponse[]> {
    const store = await this.stores.resolve(storeHandle);
    const open = await this.slots.openSlots(store.id, this.clock.now());
    return open.map(slotResponse);
  }
}

function slotResponse(slot: Slot): SlotResponse {
  return {
    id: slot.id,
    startsAt: slot.startsAt.toISOString(),
    endsAt: slot.endsAt.toISOString(),
    cutoffAt: slot.cutoffAt.toISOString(),
    left: slot.capacity - slot.taken,
  };
}
