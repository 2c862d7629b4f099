import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { type Store, StoresService } from '../../catalog/index.js';
import {
  Audit,
  type ExpectedVersions,
  PreconditionRequired,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import type { StoreTerms } from './store-terms.js';
import { StoreTermsRepository, type StoredTerms } from './store-terms.repository.js';
import { SlotPlans } from './slot-plans.service.js';

export interface TermsOfStore extends StoredTerms {
  readonly store: Store;
}

/** The delivery terms of stores. */
@Injectable()
export class StoreTermsAdmin {
  constructor(
    private readonly stores: StoresService,
    private readonly terms: StoreTermsRepository,
    private readonly plans: SlotPlans,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws store-not-found */
  async one(who: InStores, storeHandle: string): Promise<TermsOfStore> {
    const store = await this.stores.ofStaff(who, storeHandle);
    return { store, ...(await this.terms.ofStore(null, store.id)) };
  }

  /**
   * Sets the first terms of a store (`versions` null), or replaces them; slots follow the plan.
   * @throws store-not-found, precondition-required, version-mismatch
   */
  async set(
    who: InStores,
    storeHandle: string,
    versions: ExpectedVersions | null,
    terms: StoreTerms,
  ): Promise<TermsOfStore> {
    const { id } = await this.stores.ofStaff(who, storeHandle);
    return this.unitOfWork.run(async (tx) => {
      const before = await this.terms.lock(tx, id);
      const written = versions
        ? await this.terms.replace(tx, id, versions, terms)
        : await this.terms.insert(tx, id, terms);
      if (!written) {
        throw versions
          ? VersionMismatch.because('The terms are not as you have read them any more.')
          : PreconditionRequired.because('The store has terms: say in If-Match which you replace.');
      }
      await this.audit.note(tx, {
        action: 'terms.set',
        subject: { type: 'store', id },
        storeId: id,
        before: before && before.terms,
        after: written.terms,
      });
      const store = await this.stores.byId(tx, id);
      await this.plans.follow(tx, store, terms);
      return { store, ...written };
    });
  }
}
