import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';

/** A category and those above it, the nearest first. */
export type CategoryPath = readonly { readonly id: string; readonly slug: string }[];

/** What changes the tree: imports, which make categories, and admins. */
const lock = "hashtext('larder category tree')";

/** Where products stand in the tree of categories. */
@Injectable()
export class CategoryTree {
  /**
   * Until the end of the transaction the tree stays as it is: products may be put on it by
   * several at once, but it is changed by one alone. Imports, which make categories, count as one.
   */
  async hold(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock_shared(${lock})`);
  }

  async holdAlone(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${lock})`);
  }

  /** Empty when there is no such category. */
  async pathTo(tx: Transaction, categoryId: string): Promise<CategoryPath> {
    return tx.query(
      `WITH RECURSIVE path AS (
         SELECT id, slug, parent_id, 0 AS above FROM categories WHERE id = $1
         UNION ALL
         SELECT parent.id, parent.slug, parent.parent_id, above + 1
         FROM path JOIN categories parent ON parent.id = path.parent_id
       )
       SELECT id, slug FROM path ORDER BY above`,
      [categoryId],
    );
  }
}
