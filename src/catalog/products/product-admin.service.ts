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
import { categoriesTag, tagsInCategories } from '../catalog.cache.js';
import { CategoryUnknown, ProductNotFound } from '../catalog.errors.js';
import { productSlug, slugCandidates } from '../text/product-slug.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { measureOf } from './measure.js';
import { ProductEdits } from './product-edits.queries.js';
import { type CategoryPath, CategoryTree } from '../categories/category-tree.queries.js';
import type { ProductFields, ProductRow } from './product-fields.js';

type Given = Pick<ProductFields, 'sku' | 'name' | 'categoryId'>;
export type NewProduct = Given & Partial<ProductFields>;

const defaults = {
  barcode: null,
  brand: null,
  description: null,
  images: [],
  sizeLabel: null,
  soldBy: 'each',
  taxRateBasisPoints: 0,
  dietary: [],
  allergens: [],
  minimumAge: null,
  limitPerOrder: null,
} as const;

/**
 * Creates, edits, retires and restores products, which all stores share: only staff of all stores
 * may (forbidden). Prices are set elsewhere.
 */
@Injectable()
export class ProductAdmin {
  constructor(
    private readonly products: ProductEdits,
    private readonly tree: CategoryTree,
    private readonly listings: ListingWriter,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws product-not-found */
  async one(id: string): Promise<ProductRow> {
    return (await this.products.find(id)) ?? notThere();
  }

  /** @throws category-unknown, sku-taken, slug-taken, barcode-taken */
  async create(who: InStores, tx: Transaction, given: NewProduct): Promise<ProductRow> {
    requireAllStores(who);
    await this.#shelf(tx, given.categoryId);
    const fields = { ...defaults, ...given };
    if (given.slug !== undefined) await this.products.holdSlug(tx, given.slug);
    const slug = given.slug ?? (await this.#freeSlug(tx, fields));
    const values = { ...fields, slug, ...measureOf(fields.sizeLabel, fields.name) };
    const made = await this.products.insert(tx, this.ids.next(), values, this.clock.now());
    await this.#note(tx, 'create', null, made);
    // Nobody can have asked for its id before, but somebody may have asked for its slug.
    await touch(tx, ...tagsInCategories(made.id, made.slug, []));
    return made;
  }

  /**
   * Changes the given fields; an edit that changes nothing makes no version.
   * @throws product-not-found, version-mismatch, category-unknown, sku-taken, slug-taken,
   *   barcode-taken
   */
  async edit(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    changes: Partial<ProductFields>,
  ): Promise<ProductRow> {
    requireAllStores(who);
    return this.unitOfWork.run(async (tx) => {
      await this.#holdPlaces(tx, changes);
      const before = (await this.products.find(id, tx)) ?? notThere();
      if (Object.keys(changes).length === 0) return asRead(before, versions);
      const { sizeLabel = before.sizeLabel, name = before.name } = changes;
      return this.#replace(tx, 'edit', before, versions, {
        ...changes,
        ...measureOf(sizeLabel, name),
      });
    });
  }

  /**
   * Takes the product off every list and every later quote; existing orders keep it.
   * @throws product-not-found, version-mismatch
   */
  retire(who: InStores, id: string, versions: ExpectedVersions): Promise<ProductRow> {
    return this.#setRetired(who, id, versions, this.clock.now());
  }

  /** @throws product-not-found, version-mismatch */
  restore(who: InStores, id: string, versions: ExpectedVersions): Promise<ProductRow> {
    return this.#setRetired(who, id, versions, null);
  }

  async #setRetired(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    at: Date | null,
  ): Promise<ProductRow> {
    requireAllStores(who);
    return this.unitOfWork.run(async (tx) => {
      const before = (await this.products.find(id, tx)) ?? notThere();
      const retiredAt = at && (before.retiredAt ?? at);
      const verb = at ? 'retire' : 'restore';
      return this.#replace(tx, verb, before, versions, { retiredAt });
    });
  }

  async #replace(
    tx: Transaction,
    verb: 'edit' | 'retire' | 'restore',
    before: ProductRow,
    versions: ExpectedVersions,
    changes: Parameters<ProductEdits['update']>[3],
  ): Promise<ProductRow> {
    const now = this.clock.now();
    // Only the version read above: its slug and its category are the ones to evict.
    const replaced = versions.filter((version) => version === before.version);
    const after = await this.products.update(tx, before.id, replaced, changes, now);
    if (!after) throw stale();
    await this.#note(tx, verb, before, after);
    await this.listings.rebuild(tx, [after.id], now);
    const categories = [
      ...(await this.tree.pathTo(tx, before.categoryId)),
      ...(await this.tree.pathTo(tx, after.categoryId)),
    ];
    await touch(
      tx,
      ...tagsInCategories(after.id, before.slug, categories),
      ...tagsInCategories(after.id, after.slug, []),
      categoriesTag,
    );
    return after;
  }

  #note(
    tx: Transaction,
    verb: string,
    before: ProductRow | null,
    after: ProductRow,
  ): Promise<void> {
    const subject = { type: 'product', id: after.id };
    return this.audit.note(tx, { action: `product.${verb}`, subject, before, after });
  }

  /** Holds the category tree, so that the category stays as it is until the product is listed. */
  async #shelf(tx: Transaction, categoryId: string): Promise<CategoryPath> {
    await this.tree.hold(tx);
    const path = await this.tree.pathTo(tx, categoryId);
    if (path.length > 0) return path;
    throw CategoryUnknown.because('There is no category with this id.', {
      errors: [{ pointer: '/categoryId', code: 'unknown', detail: 'no such category' }],
    });
  }

  /** Locks tree and slug: others that make products, also imports, see what this edit takes. */
  async #holdPlaces(tx: Transaction, changes: Partial<ProductFields>): Promise<void> {
    const { categoryId, slug, sku, barcode } = changes;
    if (categoryId !== undefined) await this.#shelf(tx, categoryId);
    else if (slug ?? sku ?? barcode) await this.tree.hold(tx);
    if (slug !== undefined) await this.products.holdSlug(tx, slug);
  }

  async #freeSlug(tx: Transaction, { sku, name, sizeLabel }: ProductFields | NewProduct) {
    const candidates = slugCandidates(productSlug(name, sizeLabel ?? null), productSlug(sku, null));
    let free = candidates.next().value;
    while (!(await this.products.isFree(tx, free))) free = candidates.next().value;
    return free;
  }
}

function notThere(): never {
  throw ProductNotFound.because('There is no product with this id.');
}

const stale = () => VersionMismatch.because('The product is not as you have read it any more.');

/** @throws version-mismatch */
function asRead(product: ProductRow, versions: ExpectedVersions): ProductRow {
  if (!versions.includes(product.version)) throw stale();
  return product;
}
