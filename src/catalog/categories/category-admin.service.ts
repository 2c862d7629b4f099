import { Injectable } from '@nestjs/common';
import { type InStores, requireAllStores } from '../../accounts/index.js';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import {
  Audit,
  type ExpectedVersions,
  type Transaction,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import { catalogTag } from '../catalog.cache.js';
import {
  CategoryMisplaced,
  CategoryNameTaken,
  CategoryNotEmpty,
  CategoryNotFound,
  CategoryUnknown,
} from '../catalog.errors.js';
import { categoryKey } from './category-name.js';
import { productSlug, slugCandidates } from '../text/product-slug.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { CategoryEdits } from './category-edits.queries.js';
import { CategoryTree } from './category-tree.queries.js';
import type { CategoryFields, CategoryRow } from './category-fields.js';

export type NewCategory = Pick<CategoryFields, 'name'> & Partial<CategoryFields>;

/** Department, aisle, shelf. */
const mostLevels = 3;

/**
 * Creates, renames, moves and removes categories, one change of the tree at a time. All stores share
 * them: only staff of all stores may (forbidden).
 */
@Injectable()
export class CategoryAdmin {
  constructor(
    private readonly categories: CategoryEdits,
    private readonly tree: CategoryTree,
    private readonly listings: ListingWriter,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  all(): Promise<CategoryRow[]> {
    return this.categories.all();
  }

  /** @throws category-not-found */
  async one(id: string): Promise<CategoryRow> {
    return (await this.categories.find(id)) ?? notThere();
  }

  /** @throws category-unknown, category-misplaced, category-name-taken, slug-taken */
  async create(
    who: InStores,
    tx: Transaction,
    { name, parentId = null, slug }: NewCategory,
  ): Promise<CategoryRow> {
    requireAllStores(who);
    await this.tree.holdAlone(tx);
    const id = this.ids.next();
    await this.#requirePlace(tx, parentId, [{ id, below: 0 }]);
    await this.#requireName(tx, { id, name, parentId });
    const address = slug ?? (await this.#freeSlug(tx, name, parentId));
    const made = await this.categories.insert(tx, id, { name, parentId, slug: address });
    await this.#note(tx, 'create', null, made);
    await touch(tx, catalogTag);
    return made;
  }

  /**
   * Renames the category, changes its slug, or moves it with everything below it; an edit that
   * changes nothing makes no version.
   * @throws category-not-found, version-mismatch, category-unknown, category-misplaced,
   *   category-name-taken, slug-taken
   */
  edit(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    changes: Partial<CategoryFields>,
  ): Promise<CategoryRow> {
    return this.#alone(who, async (tx) => {
      const before = (await this.categories.find(id, tx)) ?? notThere();
      if (!versions.includes(before.version)) throw stale();
      if (Object.keys(changes).length === 0) return before;
      const tree = await this.categories.below(tx, id);
      const wanted = { ...before, ...changes };
      if (wanted.parentId !== before.parentId) {
        await this.#requirePlace(tx, wanted.parentId, tree);
      }
      if (wanted.parentId !== before.parentId || wanted.name !== before.name) {
        await this.#requireName(tx, wanted);
      }
      const after = await this.categories.replace(tx, id, versions, wanted);
      if (!after) throw stale();
      await this.#note(tx, 'edit', before, after);
      const productIds = await this.categories.productsIn(
        tx,
        tree.map((category) => category.id),
      );
      await this.listings.rebuild(tx, productIds, this.clock.now());
      await touch(tx, catalogTag);
      return after;
    });
  }

  /** @throws category-not-found, version-mismatch, category-not-empty */
  remove(who: InStores, id: string, versions: ExpectedVersions): Promise<void> {
    return this.#alone(who, async (tx) => {
      const before = (await this.categories.find(id, tx)) ?? notThere();
      const { productCount } = before;
      const below = (await this.categories.below(tx, id)).length - 1;
      if (productCount + below > 0) {
        throw CategoryNotEmpty.because(
          `It has ${productCount} products, retired ones included, and ${below} categories below it.`,
        );
      }
      if (!(await this.categories.remove(tx, id, versions))) throw stale();
      await this.#note(tx, 'remove', before, null);
      await touch(tx, catalogTag);
    });
  }

  async #alone<T>(who: InStores, work: (tx: Transaction) => Promise<T>): Promise<T> {
    requireAllStores(who);
    return this.unitOfWork.run(async (tx) => {
      await this.tree.holdAlone(tx);
      return work(tx);
    });
  }

  #note(
    tx: Transaction,
    verb: string,
    before: CategoryRow | null,
    after: CategoryRow | null,
  ): Promise<void> {
    const subject = { type: 'category', id: (after ?? before)!.id };
    return this.audit.note(tx, { action: `category.${verb}`, subject, before, after });
  }

  async #requirePlace(
    tx: Transaction,
    parentId: string | null,
    tree: readonly { id: string; below: number }[],
  ): Promise<void> {
    if (parentId === null) return;
    const above = await this.tree.pathTo(tx, parentId);
    if (above.length === 0) {
      throw CategoryUnknown.because('There is no category with this id.', {
        errors: [{ pointer: '/parentId', code: 'unknown', detail: 'no such category' }],
      });
    }
    if (tree.some(({ id }) => id === parentId)) {
      throw CategoryMisplaced.because('A category cannot stand in itself, or below itself.');
    }
    const levels = above.length + 1 + Math.max(...tree.map(({ below }) => below));
    if (levels > mostLevels) {
      throw CategoryMisplaced.because(
        `There would be ${levels} levels; ${mostLevels} is the most.`,
      );
    }
  }

  /** Two names that an import takes for one category must not stand side by side. */
  async #requireName(
    tx: Transaction,
    { id, name, parentId }: Pick<CategoryRow, 'id' | 'name' | 'parentId'>,
  ): Promise<void> {
    const key = categoryKey(name);
    const neighbours = await this.categories.namesBelow(tx, parentId, id);
    const taken = neighbours.find((neighbour) => categoryKey(neighbour) === key);
    if (taken === undefined) return;
    throw CategoryNameTaken.because(
      taken === name
        ? 'Beside it there is another category of this name.'
        : `Beside it there is “${taken}”, which is another spelling of this name.`,
    );
  }

  /** The slug that an import would choose: the parent's name and its own. */
  async #freeSlug(tx: Transaction, name: string, parentId: string | null): Promise<string> {
    const parent = parentId && (await this.categories.find(parentId, tx));
    const slug = productSlug(`${parent ? parent.name : ''} ${name}`, null);
    const candidates = slugCandidates(slug);
    let free = candidates.next().value;
    while (await this.categories.hasSlug(tx, free)) free = candidates.next().value;
    return free;
  }
}

const stale = () => VersionMismatch.because('The category is not as you have read it any more.');

function notThere(): never {
  throw CategoryNotFound.because('There is no category with this id.');
}
