import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import { Database } from '../../platform/index.js';
import { StoreNotFound, StoreRequired } from '../catalog.errors.js';
import type { CategoryLevel } from './listing.queries.js';
import type { AskedWord } from '../search/search-words.js';

export interface ListingRequest {
  /** Id or slug. */
  readonly store?: string | undefined;
  /** Id or slug. */
  readonly category?: string | undefined;
  readonly q?: string | undefined;
}

/** The store, the category and the words that a shopper asks for. */
export interface ListingScope {
  readonly storeId: string;
  readonly currency: string;
  /** As which the names of the store's listings sort. */
  readonly language: string;
  /** Null where no category is asked for, or it does not exist. */
  readonly category: { readonly id: string; readonly level: CategoryLevel } | null;
  /** The words of the search; empty where it has no letters or digits. */
  readonly words: readonly AskedWord[];
}

/** Further words are ignored: hardly anybody sends more, and each costs lookups. */
const mostWords = 10;

/** Finds all that a listing needs before its page, in one statement. */
@Injectable()
export class ListingScopes {
  constructor(private readonly database: Database) {}

  /** @throws store-not-found, store-required */
  async find({ store, category, q }: ListingRequest): Promise<ListingScope> {
    const rows = await this.database.query<ListingScope>(
      `SELECT store.id AS "storeId", store.currency, store.language, category.found AS category,
              CASE WHEN $3::text IS NULL THEN '[]' ELSE asked_words(store.id, $3, ${mostWords}) END AS words
       FROM (SELECT id, currency, language FROM stores
             WHERE $1::text IS NULL OR ${matching(store, '$1')}
             ORDER BY created_at, id LIMIT 2) store
       LEFT JOIN (${categories(category)}) category ON true`,
      [store ?? null, category ?? null, q ?? null],
    );
    const [place] = rows;
    if (!place && store !== undefined) {
      throw StoreNotFound.because(`No store has the id or slug “${store}”.`);
    }
    if (!place) throw StoreNotFound.because('No store has been opened yet.');
    if (rows.length > 1) throw StoreRequired.because('There are several stores: say which one.');
    return place;
  }
}

const matching = (idOrSlug: string | undefined, placeholder: string) =>
  idOrSlug !== undefined && validate(idOrSlug)
    ? `id = ${placeholder}::uuid`
    : `slug = ${placeholder}`;

const categories = (idOrSlug: string | undefined) => `
  SELECT jsonb_build_object('id', category.id, 'level', CASE
    WHEN category.parent_id IS NULL THEN 'department'
    WHEN parent.parent_id IS NULL THEN 'aisle' ELSE 'shelf' END) AS found
  FROM (SELECT * FROM categories WHERE ${matching(idOrSlug, '$2::text')}) category
  LEFT JOIN categories parent ON parent.id = category.parent_id`;
