import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { type Store, StoresService, windowsWithinHours } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { Audit, Scheduled, type Transaction, UnitOfWork } from '../../platform/index.js';
import type { StoreTerms } from './store-terms.js';
import { StoreTermsRepository } from './store-terms.repository.js';
import { type PlanOutcome, SlotRepository } from '../slots/slot.repository.js';

/** Opens slots by the weekly plans of stores. */
@Injectable()
export class SlotPlans {
  constructor(
    private readonly stores: StoresService,
    private readonly terms: StoreTermsRepository,
    private readonly slots: SlotRepository,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Follows the plan of every store for the coming days, each store in its own transaction. */
  @Scheduled('delivery-options.follow-slot-plans', '7 2 * * *')
  async followAll(): Promise<void> {
    for (const storeId of await this.terms.planners()) await this.followStore(storeId);
  }

  /** @throws store-not-found, store-required */
  async followOf(who: InStores, storeHandle: string | undefined): Promise<PlanOutcome> {
    const { id } = await this.stores.ofStaff(who, storeHandle);
    return this.unitOfWork.run(async (tx) => {
      const outcome = await this.#follow(tx, id);
      const subject = { type: 'store', id };
      const note = { action: 'slot-plan.follow', subject, storeId: id, after: outcome };
      await this.audit.note(tx, note);
      return outcome;
    });
  }

  /** @throws store-not-found */
  followStore(id: string): Promise<PlanOutcome> {
    return this.unitOfWork.run((tx) => this.#follow(tx, id));
  }

  async #follow(tx: Transaction, id: string): Promise<PlanOutcome> {
    const store = await this.stores.byId(tx, id);
    const { terms } = await this.terms.ofStore(tx, id);
    return this.follow(tx, store, terms);
  }

  /** Keeps slots that an admin has changed, and those that orders have. */
  async follow(
    tx: Transaction,
    store: Store,
    { slotPlan, slotDays }: StoreTerms,
  ): Promise<PlanOutcome> {
    const now = this.clock.now();
    const windows = windowsWithinHours(store, slotPlan, now, slotDays)
      .filter(({ startsAt }) => startsAt > now)
      .map(({ window: { cutoffMinutes, capacity }, startsAt, endsAt }) => ({
        startsAt,
        endsAt,
        cutoffAt: new Date(startsAt.getTime() - cutoffMinutes * 60_000),
        capacity,
      }));
    return this.slots.follow(tx, store.id, windows, now);
  }
}
