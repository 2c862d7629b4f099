import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { CategoryEntity } from './category.entity.js';

@Injectable()
export class CategoryRepository {
  constructor(private readonly database: Database) {}

  /** The categories that have at least one product in the store, and the departments above. */
  async ofStore(storeId: string): Promise<CategoryEntity[]> {
    return this.database.query<CategoryEntity>(
      `SELECT id, slug, name, parent_id AS "parentId" FROM categories category
       WHERE EXISTS (SELECT FROM listings WHERE store_id = $1 AND category_id = category.id)
          OR EXISTS (SELECT FROM listings WHERE store_id = $1 AND department_id = category.id)
       ORDER BY name`,
      [storeId],
    );
  }
}
