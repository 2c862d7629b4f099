import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Max, Min } from 'class-validator';
import { PageQuery, WholeNumber } from '../../platform/index.js';
import { flag } from '../listing/products.requests.js';
import { StoreQuery } from '../stores/store.requests.js';
import {
  type ImportKind,
  importKinds,
  type MissingChoice,
  missingChoices,
  usualTerms,
} from './import-status.js';

export class ImportQuery extends StoreQuery {
  /**
   * `catalogue`: whole products, created or updated by SKU (columns sku, name, category,
   * subcategory, size, price, currency; optional: shelf, brand, sold_by, minimum_age, stock,
   * description). `feed`: sku, and any of price, sale_price with sale_from and sale_until (`none`
   * ends a sale), stock; empty fields keep their values.
   */
  @IsIn(importKinds)
  kind: ImportKind;

  /**
   * What becomes of the store’s goods on sale that the file does not have: they stay (`keep`), their
   * stock becomes what is ordered and held (`out-of-stock`), or they are no longer published
   * (`unpublish`). The SKU of a rejected row counts as in the file. Goods that are edited while the
   * import runs stay as they are.
   */
  @IsOptional()
  @IsIn(missingChoices)
  missing: MissingChoice = usualTerms.missing;

  /**
   * If the file lacks more of the goods on sale than these percent, none of them is changed and the
   * import fails, with its rows landed.
   */
  @IsOptional()
  @WholeNumber()
  @Min(0)
  @Max(100)
  mostMissingPercent: number = usualTerms.mostMissingPercent;

  /** Only find out what the import would do: its counts and its report say it. */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  dryRun: boolean = usualTerms.dryRun;
}

export class ImportReportQuery extends PageQuery {
  @ApiPropertyOptional({ default: 100 })
  override limit: number = 100;
}
