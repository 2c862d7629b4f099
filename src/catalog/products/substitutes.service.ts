import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { trueUntil } from '../listing/listing.cache.js';
import { ProductNotFound } from '../catalog.errors.js';
import type { SubstitutesResponse } from './substitutes.responses.js';
import { StoresService } from '../stores/stores.service.js';
import { summaryOf } from '../listing/product.mapper.js';
import { SubstituteQueries } from './substitutes.queries.js';

const mostForLine = 6;

@Injectable()
export class SubstitutesService {
  constructor(
    private readonly stores: StoresService,
    private readonly queries: SubstituteQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws product-not-found, store-not-found, store-required */
  async of(idOrSlug: string, limit: number, storeHandle?: string): Promise<SubstitutesResponse> {
    const store = await this.stores.resolve(storeHandle);
    const handle = idOrSlug.toLowerCase();
    const found = await this.queries.of(store.id, handle, limit, this.clock.now());
    if (!found) throw ProductNotFound.because('This store has no product with that id or slug.');
    const items = found.rows.map((row) => summaryOf(row, store.currency));
    return trueUntil(found.until, { items });
  }

  /**
   * For a line of an order: first the product that its customer prefers, where it is suitable.
   * Empty when the store no longer sells the ordered product.
   */
  async forLine(
    storeId: string,
    productId: string,
    preferredId: string | null,
  ): Promise<SubstitutesResponse> {
    const store = await this.stores.resolve(storeId);
    const now = this.clock.now();
    const found = await this.queries.of(store.id, productId, mostForLine, now, preferredId);
    return { items: (found?.rows ?? []).map((row) => summaryOf(row, store.currency)) };
  }
}
