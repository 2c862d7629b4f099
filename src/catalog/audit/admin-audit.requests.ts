import { IsOptional, IsString, Length } from 'class-validator';
import { IsId, IsInstant, PageQuery } from '../../platform/index.js';

export class AuditQuery extends PageQuery {
  /** Only acts of this account, by its id. */
  @IsOptional()
  @IsId()
  actor?: string;

  /** Only this action, such as `price.set`. */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  action?: string;

  /** Only acts on the thing with this id: a product, a store, a zone, an account, an order. */
  @IsOptional()
  @IsId()
  subject?: string;

  /** Id or slug of the store, such as `harbour`; left out: all stores that you work for. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;

  /** From this moment on. */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** Before this moment. */
  @IsOptional()
  @IsInstant()
  to?: string;
}
