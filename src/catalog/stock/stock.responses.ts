import { ApiProperty } from '@nestjs/swagger';
import type { Availability } from '../catalog.events.js';
import { type StockReason, stockReasons } from './stock-movement.js';

export class StockMovementResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  /** Goods that came (above 0) or went, in the product’s `unit`. @example 24 */
  delta: number;

  @ApiProperty({ enum: stockReasons })
  reason: StockReason;

  /** The cause: an order’s id, or `import`. */
  reference: string | null;

  /** The account that made the movement. */
  @ApiProperty({ format: 'uuid' })
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

  /** The unit of all quantities: pieces or grams. */
  unit: 'each' | 'g';

  /** Physically in the store. @example 40 */
  onHand: number;

  /** Part of `onHand` that is reserved for orders. @example 3 */
  reserved: number;

  /** Part of `onHand` that is held for quotes for a while. @example 0 */
  held: number;

  /** The rest of `onHand`, which can be ordered. @example 37 */
  available: number;

  /** As shoppers are told. */
  availability: Availability;

  /** The latest twenty, newest first. */
  movements: StockMovementResponse[];
}
