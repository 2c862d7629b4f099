import { Injectable } from '@nestjs/common';
import { type NewSlot, type NewZone, SlotRepository } from '../persistence/slot.repository.js';

/** Where and when a store delivers. */
@Injectable()
export class OrderSetup {
  constructor(private readonly slots: SlotRepository) {}

  /** A zone of that name that is there already stays as it is. */
  openZone(zone: NewZone): Promise<void> {
    return this.slots.insertZone(zone);
  }

  /** The slot's id; a slot of the same window that is there already stays as it is. */
  openSlot(slot: NewSlot): Promise<string> {
    return this.slots.insertSlot(slot);
  }
}
