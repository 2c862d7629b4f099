import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { CategoryEntity } from './category.entity.js';

@Injectable()
export class CategoryRepository {
  constructor(private readonly database: Database) {}

  /** The categories that have something for sale in the store, directly or further below; unsorted. */
  async ofStore(storeId: string): Promise<CategoryEntity[]> {
    const isSold = ['department_id', 'aisle_id', 'shelf_id'].map(
      (level) => `EXISTS (SELECT FROM listings WHERE store_id = $1 AND ${level} = category.id)`,
    );
    return this.database.query<CategoryEntity>(
      `SELECT id, slug, name, parent_id AS "parentId" FROM categories category
       WHERE ${isSold.join(' OR ')}`,
      [storeId],
    );
  }
}
