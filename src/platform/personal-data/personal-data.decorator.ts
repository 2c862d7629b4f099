import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';

export const HOLDS_PERSONAL_DATA = 'larder:holds-personal-data';

/** In place of a job: it stays until the account is erased. */
export const atErasure = 'erasure';

/** An account that is erased now. */
export interface Erasure {
  readonly accountId: string;
  /** Takes the account's place in rows that must be kept; written down nowhere else. */
  readonly standIn: string;
}

/** Rows by the table that they were changed in or deleted from. */
export type RowCounts = Readonly<Record<string, number>>;

/** What one module holds of people. */
export interface PersonalDataHolder {
  /**
   * Every table of the module that names an account, or hangs from one that does, with the
   * scheduled job that ends what is personal in it, or `atErasure`. docs/privacy.md says the same in words.
   */
  readonly tables: Readonly<Record<string, string>>;

  /** All of the account's, by the name of its list; the rows are read as they are asked for. */
  lists(accountId: string): Readonly<Record<string, AsyncIterable<object>>>;

  /** Whether something is going on that the person is needed for. Left out: never. */
  isUnderWay?(tx: Transaction, accountId: string): Promise<boolean>;

  /** Deletes what is the person's own, and takes the person out of what is kept. */
  erase(tx: Transaction, erasure: Erasure): Promise<RowCounts>;
}

/** Makes a provider the holder of its module's personal data. */
export const HoldsPersonalData = (): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(HOLDS_PERSONAL_DATA, true));
