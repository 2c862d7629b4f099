import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';

/** A category and those above it, nearest first. */
export type CategoryPath = readonly { readonly id: string; readonly slug: string }[];

/** Taken by imports, which create categories, and by admins. */
const lock = "hashtext('larder category tree')";

/** The places of products in the category tree. */
@Injectable()
export class CategoryTree {
  /**
   * Keeps the tree as it is until the transaction ends. Many transactions may hold it at once to
   * put products in it, but only one may change it; an import counts as a change.
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
