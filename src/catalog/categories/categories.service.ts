import { Injectable } from '@nestjs/common';
import type { CategoriesResponse } from '../http/catalog.responses.js';
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
    const all = await this.categories.ofStore(store.id);
    const departments = all.filter((category) => category.parentId === null);
    return {
      items: departments.map(({ id, slug, name }) => ({
        id,
        slug,
        name,
        children: all
          .filter((category) => category.parentId === id)
          .map((child) => ({ id: child.id, slug: child.slug, name: child.name })),
      })),
    };
  }
}
