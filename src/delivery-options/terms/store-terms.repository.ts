import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../../platform/index.js';
import { defaultTerms, type StoreTerms } from './store-terms.js';

export interface StoredTerms {
  /** Counts edits; 0 while the store has the default terms. */
  readonly version: number;
  readonly terms: StoreTerms;
}

/** The delivery terms of stores. */
@Injectable()
export class StoreTermsRepository {
  constructor(private readonly database: Database) {}

  /** Reads inside `tx` where one is given. */
  async ofStore(tx: Transaction | null, storeId: string): Promise<StoredTerms> {
    const [row] = await (tx ?? this.database).query<StoredTerms>(
      'SELECT version, terms FROM delivery_terms WHERE store_id = $1',
      [storeId],
    );
    return row ? storedTerms(row) : { version: 0, terms: defaultTerms };
  }

  /** Locked until the transaction ends; null while the store has the default terms. */
  async lock(tx: Transaction, storeId: string): Promise<StoredTerms | null> {
    const [row] = await tx.query<StoredTerms>(
      'SELECT version, terms FROM delivery_terms WHERE store_id = $1 FOR NO KEY UPDATE',
      [storeId],
    );
    return row ? storedTerms(row) : null;
  }

  /** Null when the store has terms already. */
  async insert(tx: Transaction, storeId: string, terms: StoreTerms): Promise<StoredTerms | null> {
    const [row] = await tx.query<StoredTerms>(
      `INSERT INTO delivery_terms (store_id, terms) VALUES ($1, $2)
       ON CONFLICT (store_id) DO NOTHING RETURNING version, terms`,
      [storeId, JSON.stringify(terms)],
    );
    return row ? storedTerms(row) : null;
  }

  /** Null when the store's terms have none of the versions. */
  async replace(
    tx: Transaction,
    storeId: string,
    versions: ExpectedVersions,
    terms: StoreTerms,
  ): Promise<StoredTerms | null> {
    const [row] = await tx.query<StoredTerms>(
      `UPDATE delivery_terms SET terms = $3, version = version + 1
       WHERE store_id = $1 AND version = ANY($2) RETURNING version, terms`,
      [storeId, versions, JSON.stringify(terms)],
    );
    return row ? storedTerms(row) : null;
  }

  /** The stores with a slot plan. */
  async planners(): Promise<string[]> {
    const rows = await this.database.query<{ storeId: string }>(
      `SELECT store_id AS "storeId" FROM delivery_terms ORDER BY store_id`,
    );
    return rows.map(({ storeId }) => storeId);
  }
}

/** Adds the defaults of fields that did not exist when the terms were written. */
function storedTerms({ version, terms }: StoredTerms): StoredTerms {
  return { version, terms: { ...defaultTerms, ...terms } };
}
