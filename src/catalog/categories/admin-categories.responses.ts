import { ApiProperty } from '@nestjs/swagger';

export class AdminCategoryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Counts edits; the ETag is this number. @example 1 */
  version: number;

  /** @example dairy-and-eggs-milk */
  slug: string;

  /** @example Milk */
  name: string;

  @ApiProperty({ format: 'uuid' })
  parentId: string | null;
}

export class AdminCategoryInListResponse extends AdminCategoryResponse {
  /** Products directly in the category, retired ones included. @example 12 */
  productCount: number;
}

export class AdminCategoriesResponse {
  items: AdminCategoryInListResponse[];
}
