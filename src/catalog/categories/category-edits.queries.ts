import { Injectable } from '@nestjs/common';
import {
  Database,
  type ExpectedVersions,
  refusingTaken,
  type Transaction,
} from '../../platform/index.js';
import { CategoryNameTaken, SlugTaken } from '../catalog.errors.js';
import type { CategoryFields, CategoryRow } from './category-fields.js';

const returned = `id, version, slug, name, parent_id AS "parentId",
  (SELECT count(*)::int FROM products WHERE category_id = categories.id) AS "productCount"`;

const taken = {
  categories_slug_key: () => SlugTaken.because('Another category has this slug.'),
  categories_parent_id_name_key: () =>
    CategoryNameTaken.because('Beside it there is another category of this name.'),
};

/** Categories as admins edit them. Each update compares the version in its own statement. */
@Injectable()
export class CategoryEdits {
  constructor(private readonly database: Database) {}

  all(): Promise<CategoryRow[]> {
    return this.database.query(`SELECT ${returned} FROM categories ORDER BY name, id`);
  }

  async find(id: string, tx: Transaction | null = null): Promise<CategoryRow | null> {
    const [row] = await (tx ?? this.database).query<CategoryRow>(
      `SELECT ${returned} FROM categories WHERE id = $1`,
      [id],
    );
    return row ?? null;
  }

  async hasSlug(tx: Transaction, slug: string): Promise<boolean> {
    return (await tx.query('SELECT FROM categories WHERE slug = $1', [slug])).length > 0;
  }

  /** The names of a category's children (null: of the departments), except `but`. */
  async namesBelow(tx: Transaction, parentId: string | null, but: string): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      'SELECT name FROM categories WHERE parent_id IS NOT DISTINCT FROM $1 AND id <> $2',
      [parentId, but],
    );
    return rows.map((row) => row.name);
  }

  /** @throws slug-taken, category-name-taken */
  async insert(tx: Transaction, id: string, fields: CategoryFields): Promise<CategoryRow> {
    const { slug, name, parentId } = fields;
    const [row] = await refusingTaken(taken, () =>
      tx.query<CategoryRow>(
        `INSERT INTO categories (id, slug, name, parent_id) VALUES ($1, $2, $3, $4)
         RETURNING ${returned}`,
        [id, slug, name, parentId],
      ),
    );
    return row!;
  }

  /**
   * Null when the row has none of these versions.
   * @throws slug-taken, category-name-taken
   */
  async replace(
    tx: Transaction,
    id: string,
    versions: ExpectedVersions,
    { slug, name, parentId }: CategoryFields,
  ): Promise<CategoryRow | null> {
    const [row] = await refusingTaken(taken, () =>
      tx.query<CategoryRow>(
        `UPDATE categories SET slug = $3, name = $4, parent_id = $5, version = version + 1
         WHERE id = $1 AND version = ANY($2::int[]) RETURNING ${returned}`,
        [id, versions, slug, name, parentId],
      ),
    );
    return row ?? null;
  }

  /** False when the row has none of these versions. */
  async remove(tx: Transaction, id: string, versions: ExpectedVersions): Promise<boolean> {
    const removed = await tx.query(
      'DELETE FROM categories WHERE id = $1 AND version = ANY($2::int[]) RETURNING id',
      [id, versions],
    );
    return removed.length === 1;
  }

  /** The category and all below it, each with its number of levels below. */
  async below(tx: Transaction, id: string): Promise<{ id: string; below: number }[]> {
    return tx.query(
      `WITH RECURSIVE tree AS (
         SELECT id, 0 AS below FROM categories WHERE id = $1
         UNION ALL
         SELECT child.id, below + 1 FROM tree JOIN categories child ON child.parent_id = tree.id
       )
       SELECT id, below FROM tree`,
      [id],
    );
  }

  async productsIn(tx: Transaction, categoryIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM products WHERE category_id = ANY($1)',
      [categoryIds],
    );
    return rows.map((row) => row.id);
  }
}
