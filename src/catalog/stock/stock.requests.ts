import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText, OptionalText } from '../../platform/index.js';
import { adjustmentReasons } from './stock-adjustments.service.js';
import { StoreQuery } from '../stores/store.requests.js';

const most = 1_000_000_000;
const least = -most;

export class StockMovementRequest extends StoreQuery {
  /** Id or SKU of the product. @example LD-0101 */
  @IsText(64)
  productId: string;

  /** @example received */
  @IsIn(adjustmentReasons)
  reason: (typeof adjustmentReasons)[number];

  /** Pieces, or grams if sold by weight: above 0 for arrivals, else below. @example 24 */
  @IsOptional()
  @IsInt()
  @Min(least)
  @Max(most)
  delta?: number;

  /** With the reason `counted`: pieces or grams on hand, reserved ones included. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(most)
  counted?: number;

  /** @example "Delivery note 4711" */
  @OptionalText(500)
  note?: string;
}
