import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Availability } from '../catalog.events.js';
import { type StockReason, stockReasons } from '../stock/stock-ledger.queries.js';

export class StockMovementResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'What came (above 0) or went, in the product’s `unit`', example: 24 })
  delta: number;

  @ApiProperty({ enum: stockReasons })
  reason: StockReason;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'What it belongs to: an order’s id, or `import`',
  })
  reference: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'The account that said so' })
  accountId: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  note: string | null;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class StockResponse {
  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  @ApiProperty({ example: 'LD-0101' })
  sku: string;

  @ApiProperty({ enum: ['each', 'g'], description: 'What the quantities count: pieces or grams' })
  unit: 'each' | 'g';

  @ApiProperty({ description: 'Physically in the store', example: 40 })
  onHand: number;

  @ApiProperty({ description: 'Of it, for orders', example: 3 })
  reserved: number;

  @ApiProperty({ description: 'Of it, for a while, for who may order', example: 0 })
  held: number;

  @ApiProperty({ description: 'The rest, which can be ordered', example: 37 })
  available: number;

  @ApiProperty({ enum: ['in', 'low', 'out'], description: 'What shoppers are told' })
  availability: Availability;

  @ApiProperty({ type: [StockMovementResponse], description: 'The latest twenty, newest first' })
  movements: StockMovementResponse[];
}
