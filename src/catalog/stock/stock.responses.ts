import { ApiProperty } from '@nestjs/swagger';
import type { Availability } from '../catalog.events.js';
import { type StockReason, stockReasons } from './stock-movement.js';

export class StockMovementResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** What came (above 0) or went, in the product’s `unit`. @example 24 */
  delta: number;

  @ApiProperty({ enum: stockReasons })
  reason: StockReason;

  /** What it belongs to: an order’s id, or `import`. */
  reference: string | null;

  /** The account that said so. */
  accountId: string | null;

  note: string | null;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class StockResponse {
  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  /** @example LD-0101 */
  sku: string;

  /** What the quantities count: pieces or grams. */
  unit: 'each' | 'g';

  /** Physically in the store. @example 40 */
  onHand: number;

  /** Of it, for orders. @example 3 */
  reserved: number;

  /** Of it, for a while, for who may order. @example 0 */
  held: number;

  /** The rest, which can be ordered. @example 37 */
  available: number;

  /** What shoppers are told. */
  availability: Availability;

  /** The latest twenty, newest first. */
  movements: StockMovementResponse[];
}
