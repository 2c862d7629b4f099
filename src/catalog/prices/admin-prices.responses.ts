import { ApiProperty } from '@nestjs/swagger';

export class StorePriceResponse {
  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  /** Counts edits; the ETag is this number. @example 2 */
  version: number;

  /** ISO 4217: the currency of the store. @example AED */
  currency: string;

  /** @example 1250 */
  priceMinor: number;

  /** @example 990 */
  salePriceMinor: number | null;

  /** @example 2026-03-01T00:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  saleFrom: string | null;

  /** @example 2026-03-08T00:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  saleUntil: string | null;

  published: boolean;

  /** @example 5 */
  lowStockAt: number | null;
}
