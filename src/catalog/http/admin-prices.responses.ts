import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class StorePriceResponse {
  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  @ApiProperty({ description: 'Counts edits; the ETag is this', example: 2 })
  version: number;

  @ApiProperty({ description: 'ISO 4217: the store’s', example: 'AED' })
  currency: string;

  @ApiProperty({ example: 1250 })
  priceMinor: number;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 990 })
  salePriceMinor: number | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-03-01T00:00:00.000Z' })
  saleFrom: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-03-08T00:00:00.000Z' })
  saleUntil: string | null;

  @ApiProperty()
  published: boolean;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 5 })
  lowStockAt: number | null;
}
