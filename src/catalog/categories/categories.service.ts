import { Injectable } from '@nestjs/common';
import type { CategoriesResponse, CategoryResponse } from './categories.responses.js';
import { StoresService } from '../stores/stores.service.js';
import { CategoryRepository } from './category.repository.js';

@Injectable()
export class CategoriesService {
  constructor(
    private readonly stores: StoresService,
    private readonly categories: CategoryRepository,
  ) {}

  /** @throws store-not-found, store-required */
  async tree(storeHandle?: string): Promise<CategoriesResponse> {
    const store = await this.stores.resolve(storeHandle);
    const { compare } = new Intl.Collator(store.language);
    const found = await this.categories.ofStore(store.id);
    const all = found.toSorted((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    const below = (parent: string | null): CategoryResponse[] =>
      all
        .filter(({ parentId }) => parentId === parent)
        .map(({ id, slug, name }) => ({ id, slug, name, children: below(id) }));
    return { items: below(null) };
  }
}
