import { Injectable } from '@nestjs/common';
import { ProductNotFound } from '../catalog.errors.js';
import type { SubstitutesResponse } from '../http/substitutes.responses.js';
import { StoresService } from '../stores/stores.service.js';
import { summaryOf } from './product.mapper.js';
import { SubstituteQueries } from './substitutes.queries.js';

@Injectable()
export class SubstitutesService {
  constructor(
    private readonly stores: StoresService,
    private readonly queries: SubstituteQueries,
  ) {}

  /** @throws product-not-found, store-not-found, store-required */
  async of(idOrSlug: string, limit: number, storeHandle?: string): Promise<SubstitutesResponse> {
    const store = await this.stores.resolve(storeHandle);
    const rows = await this.queries.of(store.id, idOrSlug.toLowerCase(), limit);
    if (!rows) throw ProductNotFound.because('This store has no product with that id or slug.');
    return { items: rows.map((row) => summaryOf(row, store.currency)) };
  }
}
