import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { defaultTerms, type StoreTerms } from '../terms/store-terms.js';
import { StoreTermsRepository } from '../terms/store-terms.repository.js';
import { ZoneRepository } from '../zones/zone.repository.js';
import { SlotPlans } from '../terms/slot-plans.service.js';
import type { NewZone } from '../zones/zone.js';
import { ZoneNameTaken } from '../delivery-options.errors.js';

/** By default without holes, with the priority of all others and the fees of the store's terms. */
export type SimpleZone = Pick<NewZone, 'storeId' | 'name' | 'ring'> & Partial<NewZone>;

/** Sets zones, slots and terms of a store, for commands and the demo. */
@Injectable()
export class DeliverySetup {
  constructor(
    private readonly zones: ZoneRepository,
    private readonly terms: StoreTermsRepository,
    private readonly plans: SlotPlans,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Leaves an existing zone of that name as it is. */
  async openZone(zone: SimpleZone): Promise<void> {
    const rest = { holes: [], priority: 100, feeMinor: null, freeFromMinor: null };
    try {
      await this.unitOfWork.run((tx) => this.zones.insert(tx, { ...rest, ...zone }));
    } catch (error) {
      if (!ZoneNameTaken.matches(error)) throw error;
    }
  }

  /** Sets the terms of a store that has none; the rest are defaults. Opens no slots. */
  async setTerms(storeId: string, terms: Partial<StoreTerms>): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.terms.insert(tx, storeId, { ...defaultTerms, ...terms }),
    );
  }

  /** Opens the planned slots of the coming days. */
  async followSlotPlan(storeId: string): Promise<void> {
    await this.plans.followStore(storeId);
  }
}
