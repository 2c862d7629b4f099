import { Injectable } from '@nestjs/common';
import { SellableProducts, type Store, StoresService } from '../../catalog/index.js';
import { DeliveryOffers } from '../../delivery-options/index.js';
import { Clock } from '../../kernel/clock.js';
import { type ExpectedVersions, Scheduled, VersionMismatch } from '../../platform/index.js';
import {
  type BasketLine,
  type Cart,
  cartDays,
  cartNow,
  type CartNow,
  mergedLines,
  soldProduct,
} from '../domain/cart.js';
import { CartRepository } from '../persistence/cart.repository.js';
import { productsOf, requireSold } from './basket-lines.js';

export interface CartInStore {
  readonly store: Store;
  readonly cart: Cart;
  readonly now: CartNow;
}

const dayMs = 24 * 60 * 60_000;

/** Carts of customers, one per store. */
@Injectable()
export class Carts {
  constructor(
    private readonly stores: StoresService,
    private readonly carts: CartRepository,
    private readonly offers: DeliveryOffers,
    private readonly sellables: SellableProducts,
    private readonly clock: Clock,
  ) {}

  /** @throws store-not-found, store-required */
  async find(customerId: string, storeHandle: string | undefined): Promise<CartInStore> {
    const store = await this.stores.resolve(storeHandle);
    return this.#now(store, await this.carts.find(customerId, store.id, this.clock.now()));
  }

  /**
   * Replaces all lines of the cart; null `versions` replace any version.
   * @throws store-not-found, store-required, product-unavailable, over-limit, version-mismatch
   */
  async replace(
    customerId: string,
    storeHandle: string | undefined,
    versions: ExpectedVersions | null,
    lines: readonly BasketLine[],
  ): Promise<CartInStore> {
    const store = await this.stores.resolve(storeHandle);
    const products = await this.sellables.find(null, store.id, productsOf(lines));
    requireSold(lines, products);
    const seen = mergedLines(lines).map((line) => {
      const { name, price } = soldProduct(products, line.productId)!;
      return { ...line, name, priceMinor: price.amountMinor };
    });
    const expiresAt = new Date(this.clock.now().getTime() + cartDays * dayMs);
    const cart = await this.carts.replace(customerId, store.id, versions, seen, expiresAt);
    if (!cart) throw VersionMismatch.because('The cart is not as you have read it any more.');
    return this.#now(store, cart);
  }

  /** Deletes carts without a change for a week; they have read as empty since then. */
  @Scheduled('orders.forget-carts', '29 * * * *')
  forgetExpired(): Promise<void> {
    return this.carts.forgetExpired(this.clock.now());
  }

  async #now(store: Store, cart: Cart): Promise<CartInStore> {
    const ids = [...new Set(cart.lines.map(({ productId }) => productId))];
    const products = await this.sellables.find(null, store.id, ids);
    const terms = await this.offers.ofStore(store);
    return { store, cart, now: cartNow(cart, products, store, terms) };
  }
}
