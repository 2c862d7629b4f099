import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { IsId, PageQuery, WholeNumber, WordList } from '../../platform/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';

export class FindOrdersQuery extends PageQuery {
  /** Id or slug of the store, such as `harbour`; left out: of all stores that you work for. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;

  /** Any of these statuses, such as `placed,accepted`. */
  @IsOptional()
  @WordList()
  @IsArray()
  @ArrayMaxSize(orderStatuses.length)
  @IsIn(orderStatuses, { each: true })
  status?: OrderStatus[];

  /** Only orders for this slot. */
  @IsOptional()
  @IsId()
  slotId?: string;

  /** Only orders of this customer, by account id. */
  @IsOptional()
  @IsId()
  customerId?: string;

  /** The order’s number, as customers say it on the phone. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number?: number;
}
