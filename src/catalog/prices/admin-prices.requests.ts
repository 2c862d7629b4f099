import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, MayBeLeftOut } from '../../platform/index.js';

/** Below 10^12. */
const mostMinor = 999_999_999_999;

/** Replaces the whole price: fields left out are not kept. */
export class SetPriceRequest {
  /** Minor units; per piece, or per kilogram. @example 1250 */
  @IsInt()
  @Min(1)
  @Max(mostMinor)
  priceMinor: number;

  /** Below the price; only together with `saleFrom` and `saleUntil`. @example 990 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(mostMinor)
  salePriceMinor?: number | null;

  /** @example 2026-03-01T00:00:00Z */
  @IsOptional()
  @IsInstant()
  saleFrom?: string | null;

  /** @example 2026-03-08T00:00:00Z */
  @IsOptional()
  @IsInstant()
  saleUntil?: string | null;

  /** Whether shoppers see the product. */
  @MayBeLeftOut()
  @IsBoolean()
  published: boolean = true;

  /** Available pieces or grams at which shoppers are told that stock is low. @example 5 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  lowStockAt?: number | null;
}
