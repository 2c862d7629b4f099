import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { touch } from '../../cache/index.js';
import {
  Audit,
  type ExpectedVersions,
  PreconditionRequired,
  type Transaction,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import { searchTag } from '../catalog.cache.js';
import { SearchTermUnusable } from '../catalog.errors.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import {
  type EqualTerms,
  SearchEqualsQueries,
  type StoredEquals,
} from './search-equals.queries.js';

export interface EqualsOfStore extends StoredEquals {
  readonly store: Store;
}

/** More words are not looked for side by side. */
const mostWords = 3;

/** The lists of spellings that find each other; the next search anywhere follows an edit. */
@Injectable()
export class SearchEquals {
  constructor(
    private readonly stores: StoresService,
    private readonly equals: SearchEqualsQueries,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws store-not-found */
  async one(who: InStores, storeHandle: string): Promise<EqualsOfStore> {
    const store = await this.stores.ofStaff(who, storeHandle);
    return { store, ...(await this.equals.ofStore(null, store.id)) };
  }

  /**
   * Sets the first list of a store (`versions` null), or replaces its list. Terms are kept as
   * searches are read: in lower case, without accents.
   * @throws store-not-found, search-term-unusable, precondition-required, version-mismatch
   */
  async set(
    who: InStores,
    storeHandle: string,
    versions: ExpectedVersions | null,
    sets: readonly EqualTerms[],
  ): Promise<EqualsOfStore> {
    const store = await this.stores.ofStaff(who, storeHandle);
    return this.unitOfWork.run(async (tx) => {
      const usable = await this.#usable(tx, sets);
      const before = await this.equals.ofStore(tx, store.id);
      const written = versions
        ? await this.equals.replace(tx, store.id, versions, usable)
        : await this.equals.insert(tx, store.id, usable);
      if (!written) {
        throw versions
          ? VersionMismatch.because('The list is not as you have read it any more.')
          : PreconditionRequired.because(
              'The store has a list: say in If-Match which you replace.',
            );
      }
      await this.audit.note(tx, {
        action: 'search-equals.set',
        subject: { type: 'store', id: store.id },
        storeId: store.id,
        before,
        after: written,
      });
      await touch(tx, searchTag);
      return { store, ...written };
    });
  }

  async #usable(tx: Transaction, sets: readonly EqualTerms[]): Promise<EqualTerms[]> {
    const folded = await this.equals.folded(tx, sets.flat());
    let next = 0;
    return sets.map((typed) => {
      const terms = [...new Set(typed.map((term) => usableTerm(term, folded[next++]!)))];
      if (terms.length > 1) return terms;
      throw SearchTermUnusable.because(`“${typed.join('”, “')}” are one spelling for a search.`);
    });
  }
}

function usableTerm(typed: string, folded: string): string {
  const words = folded === '' ? 0 : folded.split(' ').length;
  if (words === 0) throw SearchTermUnusable.because(`“${typed}” has no letter and no digit.`);
  if (words <= mostWords) return folded;
  throw SearchTermUnusable.because(`“${typed}” has ${words} words.`);
}
