import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import { alphabetOf } from '../text/alphabet.js';

/** Taken by whoever writes the sort keys of names. */
const lock = "hashtext('larder store languages')";

/** The languages of stores, and the keys by which names sort in them. */
@Injectable()
export class StoreLanguages {
  /** Keeps the languages of all stores as they are until the transaction ends; many may at once. */
  async hold(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock_shared(${lock})`);
  }

  /** Lets nobody write keys until the transaction ends: they would be of the language before. */
  async holdAlone(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${lock})`);
  }

  /** Notes how the language sorts, unless it is known already. @param language in canonical form */
  async learn(tx: Transaction, language: string): Promise<void> {
    const known = await tx.query('SELECT FROM alphabets WHERE language = $1', [language]);
    if (known.length > 0) return;
    const { pieces, standIns, letters, bases, accents, cases } = alphabetOf(language);
    await tx.query(
      `INSERT INTO alphabets (language, pieces, stand_ins, letters, bases, accents, cases)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [language, pieces, standIns, letters, bases, accents, cases],
    );
  }

  /** Sorts the names of all listings of the store anew, in its language. */
  async sortNamesOf(tx: Transaction, storeId: string): Promise<void> {
    // A large catalogue takes longer than the pool gives a statement.
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query(
      `UPDATE listings SET sort_name = sort_key(listings.name, alphabet)
       FROM stores store JOIN alphabets alphabet USING (language)
       WHERE store.id = $1 AND listings.store_id = store.id`,
      [storeId],
    );
  }
}
