import { ApiProperty } from '@nestjs/swagger';

export class MoneyResponse {
  @ApiProperty({ description: 'Integer minor units', example: 675 })
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

export class CategoryReferenceResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000011' })
  id: string;

  @ApiProperty({ example: 'dairy-and-eggs-milk' })
  slug: string;

  @ApiProperty({ example: 'Milk' })
  name: string;
}

export class CategoryResponse extends CategoryReferenceResponse {
  @ApiProperty({
    type: () => [CategoryResponse],
    description: 'The categories below; three levels at most',
  })
  children: CategoryResponse[];
}

export class CategoriesResponse {
  @ApiProperty({ type: [CategoryResponse] })
  items: CategoryResponse[];
}
