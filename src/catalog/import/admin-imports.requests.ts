import { IsIn, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';
import { StoreQuery } from '../stores/store.requests.js';
import { type ImportKind, importKinds } from './import-status.js';

export class ImportQuery extends StoreQuery {
  /**
   * `catalogue`: whole products, made or updated by SKU (columns sku, name, category, subcategory,
   * size, price, currency; may have shelf, brand, sold_by, minimum_age, stock, description).
   * `feed`: sku, and any of price, sale_price with sale_from and sale_until (`none` ends a sale),
   * stock; what is empty stays as it is.
   */
  @IsIn(importKinds)
  kind: ImportKind;
}

export class ImportReportQuery {
  /** How many at most. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 100;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
