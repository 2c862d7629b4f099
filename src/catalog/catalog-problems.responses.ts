import { ApiProperty } from '@nestjs/swagger';
import { ProblemMembers } from '../platform/index.js';
import { MoneyResponse } from './catalog.responses.js';

export class ProblemLineResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000012' })
  productId: string;

  /** `insufficient-stock`. @example LD-0101 */
  sku?: string;

  /** `insufficient-stock`: in the product’s unit. @example 3 */
  requested?: number;

  /**
   * `insufficient-stock`: what can be had. At most 20 pieces or 5000 grams are told: those, or more.
   * @example 2
   */
  available?: number;

  /** `price-changed`: the quoted price. */
  quoted?: MoneyResponse;

  /** `price-changed`: today’s price. */
  now?: MoneyResponse;
}

@ProblemMembers()
export class CatalogProblemMembers {
  /** `insufficient-stock`: the goods that are short; `price-changed`: those that cost more. */
  lines?: ProblemLineResponse[];

  /** `stock-is-promised`. @example 40 */
  onHand?: number;

  /** `stock-is-promised`: for orders. @example 38 */
  reserved?: number;

  /** `stock-is-promised`: for quotes. @example 0 */
  held?: number;
}
