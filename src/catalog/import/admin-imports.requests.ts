import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQuery } from '../../platform/index.js';
import { StoreQuery } from '../stores/store.requests.js';
import { type ImportKind, importKinds } from './import-status.js';

export class ImportQuery extends StoreQuery {
  /**
   * `catalogue`: whole products, created or updated by SKU (columns sku, name, category,
   * subcategory, size, price, currency; optional: shelf, brand, sold_by, minimum_age, stock,
   * description). `feed`: sku, and any of price, sale_price with sale_from and sale_until (`none`
   * ends a sale), stock; empty fields keep their values.
   */
  @IsIn(importKinds)
  kind: ImportKind;
}

export class ImportReportQuery extends PageQuery {
  @ApiPropertyOptional({ default: 100 })
  override limit: number = 100;
}
