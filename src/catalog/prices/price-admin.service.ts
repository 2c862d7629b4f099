import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import {
  Audit,
  type ExpectedVersions,
  PreconditionRequired,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import { categoriesTag, tagsInCategories } from '../catalog.cache.js';
import { PriceNotFound, ProductNotFound, SaleInconsistent } from '../catalog.errors.js';
import { ListingWriter } from '../listing/listing-writer.queries.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { PriceEdits, type StorePrice, type StorePriceRow } from './price-edits.queries.js';
import { followSalesOf } from './follow-sales.job.js';
import { CategoryTree } from '../categories/category-tree.queries.js';

export interface PriceInStore {
  readonly store: Store;
  readonly price: StorePriceRow;
}

/** The price of a product in a store, and whether the store shows it. */
@Injectable()
export class PriceAdmin {
  constructor(
    private readonly stores: StoresService,
    private readonly prices: PriceEdits,
    private readonly tree: CategoryTree,
    private readonly listings: ListingWriter,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws store-not-found, price-not-found */
  async one(who: InStores, storeHandle: string, productId: string): Promise<PriceInStore> {
    const store = await this.stores.ofStaff(who, storeHandle);
    const price = await this.prices.find(store.id, productId);
    if (price) return { store, price };
    throw PriceNotFound.because('This store has no price for a product with this id.');
  }

  /**
   * Sets the first price of the product in the store (`versions` null), or replaces its price.
   * @throws store-not-found, product-not-found, sale-inconsistent, precondition-required,
   *   version-mismatch
   */
  async set(
    who: InStores,
    storeHandle: string,
    productId: string,
    versions: ExpectedVersions | null,
    wanted: StorePrice,
  ): Promise<PriceInStore> {
    requireConsistentSale(wanted);
    const store = await this.stores.ofStaff(who, storeHandle);
    const price = await this.unitOfWork.run(async (tx) => {
      const product = await this.prices.hold(tx, productId);
      if (!product) throw ProductNotFound.because('There is no product with this id.');
      const before = versions && (await this.prices.lock(tx, store.id, productId));
      const written = versions
        ? await this.prices.replace(tx, store.id, productId, versions, wanted)
        : await this.prices.insert(tx, store.id, productId, wanted);
      if (!written) throw versions ? stale() : unconditional();
      await this.audit.note(tx, {
        action: 'price.set',
        subject: { type: 'product', id: productId },
        storeId: store.id,
        before,
        after: written,
      });
      const now = this.clock.now();
      await this.listings.rebuild(tx, [productId], now, store.id);
      const path = await this.tree.pathTo(tx, product.categoryId);
      await touch(tx, ...tagsInCategories(product.id, product.slug, path), categoriesTag);
      const { saleFrom, saleUntil } = wanted;
      if (saleFrom && saleUntil) {
        await followSalesOf(tx, [{ from: saleFrom, until: saleUntil }], now);
      }
      return written;
    });
    return { store, price };
  }
}

function requireConsistentSale({ priceMinor, salePriceMinor, saleFrom, saleUntil }: StorePrice) {
  const given = [salePriceMinor, saleFrom, saleUntil].filter((part) => part !== null);
  if (given.length === 0) return;
  if (salePriceMinor === null || saleFrom === null || saleUntil === null) {
    throw SaleInconsistent.because('A sale needs all of salePriceMinor, saleFrom and saleUntil.');
  }
  if (saleFrom >= saleUntil) throw SaleInconsistent.because('The sale ends before it begins.');
  if (salePriceMinor >= priceMinor) {
    throw SaleInconsistent.because('The sale price is not below the price.');
  }
}

const stale = () => VersionMismatch.because('The price is not as you have read it any more.');
const unconditional = () =>
  PreconditionRequired.because('The store has a price already: say in If-Match which you replace.');
