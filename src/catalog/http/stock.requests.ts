import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { adjustmentReasons } from '../stock/stock-adjustments.service.js';
import { StoreQuery } from './store.requests.js';

const most = 1_000_000_000;

export class StockMovementRequest extends StoreQuery {
  @ApiProperty({ description: 'Id or SKU of the product', example: 'LD-0101' })
  @IsString()
  @Length(1, 64)
  product: string;

  @ApiProperty({ enum: adjustmentReasons, example: 'received' })
  @IsIn(adjustmentReasons)
  reason: (typeof adjustmentReasons)[number];

  @ApiPropertyOptional({
    description: 'Pieces, or grams if sold by weight, that came (above 0) or went (below)',
    minimum: -most,
    maximum: most,
    example: 24,
  })
  @IsOptional()
  @IsInt()
  @Min(-most)
  @Max(most)
  delta?: number;

  @ApiPropertyOptional({
    description: 'With the reason `counted`: pieces or grams found on hand, reserved ones included',
    minimum: 0,
    maximum: most,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(most)
  counted?: number;

  @ApiPropertyOptional({ example: 'Delivery note 4711' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  note?: string;
}
