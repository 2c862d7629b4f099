// Parts that several answers of the catalog share.
import { ApiProperty } from '@nestjs/swagger';

export class MoneyResponse {
  /** Integer minor units. @example 675 */
  amountMinor: number;

  /** ISO 4217. @example AED */
  currency: string;
}

export class PlaceResponse {
  @ApiProperty({ format: 'double', example: 25.0805 })
  lat: number;

  @ApiProperty({ format: 'double', example: 55.1403 })
  lng: number;
}

export class CategoryReferenceResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000011' })
  id: string;

  /** @example dairy-and-eggs-milk */
  slug: string;

  /** @example Milk */
  name: string;
}
