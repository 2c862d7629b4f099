import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class AdminCategoryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'Counts edits; the ETag is this', example: 1 })
  version: number;

  @ApiProperty({ example: 'dairy-and-eggs-milk' })
  slug: string;

  @ApiProperty({ example: 'Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'uuid' })
  parentId: string | null;
}

export class AdminCategoryInListResponse extends AdminCategoryResponse {
  @ApiProperty({ description: 'Standing in it itself, retired ones included', example: 12 })
  products: number;
}

export class AdminCategoriesResponse {
  @ApiProperty({ type: [AdminCategoryInListResponse] })
  items: AdminCategoryInListResponse[];
}
