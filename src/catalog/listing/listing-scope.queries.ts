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
  /** Null where no category is asked for, or it does not exist. */
  readonly category: { readonly id: string; readonly level: CategoryLevel } | null;
  /** The words of the search; empty where it has no letters or digits. */
  readonly words: readonly AskedWord[];
}

/** Further words are ignored: hardly anybody sends more, and each costs a lookup. */
const mostWords = 10;

/** Finds all that a listing needs before its page, in one statement. */
@Injectable()
export class ListingScopes {
  constructor(private readonly database: Database) {}

  /** @throws store-not-found, store-required */
  async find({ store, category, q }: ListingRequest): Promise<ListingScope> {
    const rows = await this.database.query<ListingScope>(
      `SELECT store.id AS "storeId", store.currency, category.found AS category,
              coalesce(asked.words, '[]') AS words
       FROM (SELECT id, currency FROM stores
             WHERE $1::text IS NULL OR ${matching(store, '$1')}
             ORDER BY created_at, id LIMIT 2) store
       LEFT JOIN (${categories(category)}) category ON true
       LEFT JOIN (${askedWords}) asked ON true`,
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

/**
 * Only words that no listed word begins with get near spellings: words of similar trigrams, and, as
 * short words have few trigrams, words of the same first letter.
 */
const askedWords = `
  SELECT jsonb_agg(jsonb_build_object('word', said.word, 'isKnown', known.it,
    'stem', (ts_lexize('english_stem', said.word))[1],
    'near', coalesce(near.words, '[]')) ORDER BY said.nth) AS words
  FROM (SELECT * FROM regexp_split_to_table(fold_words($3), ' ') WITH ORDINALITY AS each (word, nth)
        WHERE word ~ '[[:alnum:]]' OR word ~ '[\\u0300-\\U0001efff]' ORDER BY nth LIMIT ${mostWords}) said
  CROSS JOIN LATERAL (
    SELECT length(said.word) < 3 OR said.word ~ '[0-9]' OR EXISTS (
      SELECT FROM spellings
      WHERE word >= said.word AND word < said.word || chr(1114111)) AS it
  ) known
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
      'word', word, 'stem', (ts_lexize('english_stem', word))[1])) AS words
    FROM ((SELECT word FROM spellings WHERE word % said.word
           ORDER BY similarity(word, said.word) DESC, word LIMIT 30)
          UNION
          (SELECT word FROM spellings
           WHERE word >= left(said.word, 1) AND word < left(said.word, 1) || chr(1114111)
             AND length(said.word) < 7
             AND length(word) BETWEEN length(said.word) - 1 AND length(said.word) + 1
           LIMIT 300)) alike
    WHERE NOT known.it
  ) near ON true`;
