import { ApiProperty } from '@nestjs/swagger';

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

export class DayHoursResponse {
  @ApiProperty({ description: 'ISO weekday, 1 Monday to 7 Sunday', example: 1 })
  weekday: number;

  @ApiProperty({ example: '08:00' })
  opens: string;

  @ApiProperty({ example: '23:00' })
  closes: string;
}

export class StoreResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ example: 'harbour' })
  slug: string;

  @ApiProperty({ example: 'Harbour Grocers' })
  name: string;

  @ApiProperty({ example: 'AED' })
  currency: string;

  @ApiProperty({ example: 'Asia/Dubai' })
  timeZone: string;

  @ApiProperty()
  location: PlaceResponse;

  @ApiProperty({ type: [DayHoursResponse], description: 'In the store’s time zone' })
  openingHours: DayHoursResponse[];
}

export class StoresResponse {
  @ApiProperty({ type: [StoreResponse] })
  items: StoreResponse[];
}

export class CategoryReferenceResponse {
  @ApiProperty()
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
