import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../../platform/index.js';

/** Spellings of which each finds what the others find. */
export type EqualTerms = readonly string[];

export interface StoredEquals {
  /** 0: the store has no list of its own, and follows the shipped one. */
  readonly version: number;
  readonly sets: readonly EqualTerms[];
}

/** Where the shipped list stands. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The sets of equal spellings of each store. */
@Injectable()
export class SearchEqualsQueries {
  constructor(private readonly database: Database) {}

  /** Reads inside `tx` where one is given. */
  async ofStore(tx: Transaction | null, storeId: string): Promise<StoredEquals> {
    const [own, shipped] = await (tx ?? this.database).query<StoredEquals>(
      `SELECT version, sets FROM search_equals WHERE store_id IN ($1, '${nobody}')
       ORDER BY store_id = $1 DESC`,
      [storeId],
    );
    return own ?? shipped ?? { version: 0, sets: [] };
  }

  /** The terms as searches are folded, in the same order; empty where nothing is left. */
  async folded(tx: Transaction, terms: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ term: string }>(
      `SELECT fold_words(term) AS term FROM unnest($1::text[]) WITH ORDINALITY AS each (term, nth)
       ORDER BY nth`,
      [terms],
    );
    return rows.map(({ term }) => term);
  }

  /** The store's first list; null where it has one. */
  async insert(
    tx: Transaction,
    storeId: string,
    sets: readonly EqualTerms[],
  ): Promise<StoredEquals | null> {
    const [written] = await tx.query<StoredEquals>(
      `INSERT INTO search_equals (store_id, version, sets) VALUES ($1, 1, $2)
       ON CONFLICT DO NOTHING RETURNING version, sets`,
      [storeId, JSON.stringify(sets)],
    );
    return written ? this.#followed(tx, storeId, written) : null;
  }

  /** Null where the list has none of the versions. */
  async replace(
    tx: Transaction,
    storeId: string,
    versions: ExpectedVersions,
    sets: readonly EqualTerms[],
  ): Promise<StoredEquals | null> {
    const [written] = await tx.query<StoredEquals>(
      `WITH written AS (
         UPDATE search_equals SET sets = $3, version = version + 1
         WHERE store_id = $1 AND version = ANY($2) RETURNING version, sets)
       SELECT * FROM written`,
      [storeId, versions, JSON.stringify(sets)],
    );
    return written ? this.#followed(tx, storeId, written) : null;
  }

  async #followed(tx: Transaction, storeId: string, written: StoredEquals): Promise<StoredEquals> {
    await tx.query('DELETE FROM search_equal_terms WHERE store_id = $1', [storeId]);
    await tx.query(
      `INSERT INTO search_equal_terms
       SELECT store_id, stems, equal FROM search_equals, search_terms_of(sets)
       WHERE store_id = $1`,
      [storeId],
    );
    return written;
  }
}
