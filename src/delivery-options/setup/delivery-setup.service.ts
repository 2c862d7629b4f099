import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { defaultTerms, type StoreTerms } from '../terms/store-terms.js';
import { StoreTermsRepository } from '../terms/store-terms.repository.js';
import { ZoneRepository } from '../zones/zone.repository.js';
import { SlotPlans } from '../terms/slot-plans.service.js';
import type { NewZone } from '../zones/zone.js';
import { ZoneNameTaken } from '../delivery-options.errors.js';

/** What is left out: no holes, asked like all others, and fees as the store's terms say. */
export type SimpleZone = Pick<NewZone, 'storeId' | 'name' | 'ring'> & Partial<NewZone>;

/** Where, when and on what terms a store delivers. */
@Injectable()
export class DeliverySetup {
  constructor(
    private readonly zones: ZoneRepository,
    private readonly terms: StoreTermsRepository,
    private readonly plans: SlotPlans,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** A zone of that name that is there already stays as it is. */
  async openZone(zone: SimpleZone): Promise<void> {
    const rest = { holes: [], priority: 100, feeMinor: null, freeFromMinor: null };
    try {
      await this.zones.insert({ ...rest, ...zone });
    } catch (error) {
      if (!ZoneNameTaken.matches(error)) throw error;
    }
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
