import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../../platform/index.js';
import { categoryKey } from '../categories/category-name.js';
import type { CatalogRow } from './catalog-file.js';
import { distinctSlugs, productSlug } from '../text/product-slug.js';

export interface PreparedRow extends CatalogRow {
  readonly categoryId: string;
}

interface Category {
  readonly id: string;
  readonly name: string;
  /** Null for a department. */
  readonly parentId: string | null;
}

/** A row, and the categories found for it so far, the department first. */
interface Placed {
  readonly row: CatalogRow;
  readonly path: readonly Category[];
}

const levels = ['category', 'subcategory', 'shelf'] as const;

/** The categories of a catalogue, a whole batch per statement. Callers hold the import's lock. */
@Injectable()
export class CatalogCategories {
  constructor(private readonly ids: Ids) {}

  /**
   * Gives each row the id of its category, aisle or shelf, creating those that are missing.
   * Spellings of one name are one category, under the name that came first.
   */
  async place(tx: Transaction, rows: readonly CatalogRow[]): Promise<PreparedRow[]> {
    let placed: readonly Placed[] = rows.map((row) => ({ row, path: [] }));
    for (const level of levels) {
      const deeper = placed.filter(({ row }) => row[level] !== null);
      if (deeper.length === 0) break;
      const known = await this.#below(tx, deeper);
      const made: (Category & { slug: string })[] = [];
      placed = placed.map(({ row, path }) => {
        const name = row[level];
        if (name === null) return { row, path };
        const parentId = path.at(-1)?.id ?? null;
        let category = known.find(parentId, name);
        if (!category) {
          category = { id: this.ids.next(), name, parentId };
          known.add(category);
          const names = [...path.map((above) => above.name), name];
          made.push({ ...category, slug: productSlug(names.join(' '), null) });
        }
        return { row, path: [...path, category] };
      });
      await this.#insert(tx, made);
    }
    return placed.map(({ row, path }) => ({ ...row, categoryId: path.at(-1)!.id }));
  }

  /** The children, stored or still to create, of the categories that the rows were placed in. */
  async #below(tx: Transaction, placed: readonly Placed[]): Promise<Neighbours> {
    const parents = new Set(placed.map(({ path }) => path.at(-1)?.id ?? null));
    const found = await tx.query<Category>(
      `SELECT id, name, parent_id AS "parentId" FROM categories
       WHERE parent_id = ANY($1::uuid[]) OR (parent_id IS NULL AND $2) ORDER BY id`,
      [[...parents].filter((id) => id !== null), parents.has(null)],
    );
    const neighbours = new Neighbours();
    for (const category of found) neighbours.add(category);
    return neighbours;
  }

  async #insert(tx: Transaction, made: readonly (Category & { slug: string })[]): Promise<void> {
    if (made.length === 0) return;
    const rows = await tx.query<{ slug: string }>('SELECT slug FROM categories');
    const taken = new Set(rows.map((row) => row.slug));
    const slugs = distinctSlugs(made, taken);
    const fresh = made.map((category, index) => ({ ...category, slug: slugs[index] }));
    await tx.query(
      `INSERT INTO categories (id, slug, name, parent_id)
       SELECT id, slug, name, "parentId"
       FROM jsonb_to_recordset($1) AS fresh (id uuid, slug text, name text, "parentId" uuid)`,
      [JSON.stringify(fresh)],
    );
  }
}

/** Finds a category by its exact name, else by another spelling of it. */
class Neighbours {
  readonly #byName = new Map<string, Category>();
  readonly #byKey = new Map<string, Category>();

  add(category: Category): void {
    const { name, parentId } = category;
    this.#byName.set(`${parentId} ${name}`, category);
    const key = `${parentId} ${categoryKey(name)}`;
    if (!this.#byKey.has(key)) this.#byKey.set(key, category);
  }

  find(parentId: string | null, name: string): Category | undefined {
    return (
      this.#byName.get(`${parentId} ${name}`) ?? this.#byKey.get(`${parentId} ${categoryKey(name)}`)
    );
  }
}
