import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class MoneyResponse {
  @ApiProperty({ description: 'Integer minor units', example: 1250 })
  amountMinor: number;

  @ApiProperty({ description: 'ISO 4217', example: 'AED' })
  currency: string;
}

export class PlaceResponse {
  @ApiProperty({ example: 25.0805 })
  lat: number;

  @ApiProperty({ example: 55.1403 })
  lng: number;
}

export class SubcategoryResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ example: 'dairy-and-eggs-milk' })
  slug: string;

  @ApiProperty({ example: 'Milk' })
  name: string;
}

export class CategoryResponse extends SubcategoryResponse {
  @ApiProperty({ type: [SubcategoryResponse] })
  children: SubcategoryResponse[];
}

export class CategoriesResponse {
  @ApiProperty({ type: [CategoryResponse] })
  items: CategoryResponse[];
}

export class ProductSummaryResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiProperty({ example: 'whole-milk-1-l' })
  slug: string;

  @ApiProperty({ example: 'Whole Milk' })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  brand: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '1 l' })
  size: string | null;

  @ApiProperty({ description: 'Per piece, or per kilogram if sold by weight' })
  price: MoneyResponse;

  @ApiProperty({
    enum: ['each', 'g'],
    description: 'What a quantity counts: pieces, or grams of goods sold by weight',
  })
  unit: 'each' | 'g';

  @ApiProperty()
  inStock: boolean;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Years', example: 16 })
  minimumAge: number | null;

  @ApiProperty()
  category: SubcategoryResponse;
}

export class ProductResponse extends ProductSummaryResponse {
  @ApiPropertyOptional({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ description: 'The category above' })
  department: SubcategoryResponse;
}

export class ProductsResponse {
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` with the same query for the next page; null on the last',
  })
  nextCursor: string | null;
}
