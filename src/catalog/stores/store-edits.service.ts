import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import {
  Audit,
  type ExpectedVersions,
  type Transaction,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import { storesTag } from '../catalog.cache.js';
import { PauseAlreadyOver } from '../catalog.errors.js';
import { canonicalLanguage } from '../text/alphabet.js';
import type { Pause } from './opening-hours.js';
import type { StoreEntity } from './store.entity.js';
import { StoreLanguages } from './store-languages.queries.js';
import { StoreRepository } from './store.repository.js';
import { type NewStore, type Store, StoresService } from './stores.service.js';

/** Fields left out stay. The currency cannot change: the prices of the store are in it. */
export type StoreChanges = Partial<Omit<NewStore, 'currency'>>;

/** Edits of stores by admins; the next read anywhere sees every edit. */
@Injectable()
export class StoreEdits {
  constructor(
    private readonly stores: StoresService,
    private readonly repository: StoreRepository,
    private readonly languages: StoreLanguages,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Empty edits make no version. @throws store-not-found, version-mismatch, store-slug-taken */
  edit(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    changes: StoreChanges,
  ): Promise<Store> {
    const isOfLanguage = changes.language !== undefined;
    return this.#changed(
      'edit',
      who,
      id,
      async (tx, { version, language }) => {
        const columns = columnsOf(changes);
        const isEmpty = Object.values(columns).every((value) => value === undefined);
        if (isEmpty && versions.includes(version)) return;
        if (columns.language !== undefined) await this.languages.learn(tx, columns.language);
        const updated = !isEmpty && (await this.repository.update(tx, id, columns, versions));
        if (!updated)
          throw VersionMismatch.because('The store is not as you have read it any more.');
        const isOther = columns.language !== undefined && columns.language !== language;
        if (isOther) await this.languages.sortNamesOf(tx, id);
      },
      isOfLanguage,
    );
  }

  /**
   * Stops orders until `until`, or until somebody resumes; replaces a pause that holds already.
   * @throws store-not-found, pause-already-over
   */
  pause(who: InStores, id: string, { reason, until }: Pause): Promise<Store> {
    if (until && until <= this.clock.now()) {
      throw PauseAlreadyOver.because(`It would have ended at ${until.toISOString()}.`);
    }
    return this.#changed('pause', who, id, async (tx) => {
      await this.repository.update(tx, id, { pauseReason: reason, pauseUntil: until });
    });
  }

  /** Takes orders again; a store without a pause stays as it is. @throws store-not-found */
  resume(who: InStores, id: string): Promise<Store> {
    return this.#changed('resume', who, id, async (tx, { pause }) => {
      if (pause) await this.repository.update(tx, id, { pauseReason: null, pauseUntil: null });
    });
  }

  async #changed(
    verb: 'edit' | 'pause' | 'resume',
    who: InStores,
    id: string,
    change: (tx: Transaction, before: Store) => Promise<void>,
    isOfLanguage = false,
  ): Promise<Store> {
    await this.stores.ofStaff(who, id);
    return this.unitOfWork.run(async (tx) => {
      if (isOfLanguage) await this.languages.holdAlone(tx);
      await this.repository.hold(tx, id);
      const before = await this.stores.byId(tx, id);
      await change(tx, before);
      await touch(tx, storesTag);
      const after = await this.stores.byId(tx, id);
      const subject = { type: 'store', id };
      await this.audit.note(tx, { action: `store.${verb}`, subject, storeId: id, before, after });
      return after;
    });
  }
}

/** The columns to change: TypeORM skips undefined ones. */
function columnsOf(changes: StoreChanges): Partial<StoreEntity> {
  const { location, openingHours, holidays, minimumBasketMinor, ...same } = changes;
  return {
    ...same,
    ...location,
    ...(changes.language !== undefined && { language: canonicalLanguage(changes.language) }),
    ...(openingHours && { openingHours: [...openingHours] }),
    ...(holidays && { holidays: [...holidays] }),
    ...(minimumBasketMinor !== undefined && { minimumBasketMinor: String(minimumBasketMinor) }),
  };
}
