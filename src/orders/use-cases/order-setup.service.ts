import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { defaultTerms, type StoreTerms } from '../domain/delivery-terms.js';
import { DeliveryTermsRepository } from '../persistence/delivery-terms.repository.js';
import { type NewSlot, SlotRepository } from '../persistence/slot.repository.js';
import { type NewZone, ZoneRepository } from '../persistence/zone.repository.js';
import { SlotPlans } from './slot-plans.service.js';

/** What is left out: no holes, asked like all others, and fees as the store's terms say. */
export type SimpleZone = Pick<NewZone, 'storeId' | 'name' | 'ring'> & Partial<NewZone>;

/** Where, when and on what terms a store delivers. */
@Injectable()
export class OrderSetup {
  constructor(
    private readonly zones: ZoneRepository,
    private readonly slots: SlotRepository,
    private readonly terms: DeliveryTermsRepository,
    private readonly plans: SlotPlans,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** A zone of that name that is there already stays as it is. */
  async openZone(zone: SimpleZone): Promise<void> {
    const rest = { holes: [], priority: 100, feeMinor: null, freeFromMinor: null };
    await this.zones.insert({ ...rest, ...zone });
  }

  /** The new slot's id. @throws Error when the store has one of the same window */
  async openSlot(slot: NewSlot): Promise<string> {
    const opened = await this.slots.insert(slot);
    if (!opened) throw new Error('The store has a slot of this window.');
    return opened.id;
  }

  /** Terms of a store that has none; what is left out is the default. Opens no slots. */
  async setTerms(storeId: string, terms: Partial<StoreTerms>): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.terms.insert(tx, storeId, { ...defaultTerms, ...terms }),
    );
  }

  /** Opens the planned slots of the coming days. */
  async followSlotPlan(storeId: string): Promise<void> {
    await this.plans.followOf(storeId);
  }
}
