import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { PageQuery, WholeNumber, WordList } from '../../platform/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';

export class FindOrdersQuery extends PageQuery {
  /** `id` of GET /v1/stores. */
  @IsOptional()
  @IsUUID()
  storeId?: string;

  /** In any of these, such as `placed,accepted`. */
  @IsOptional()
  @WordList()
  @IsArray()
  @ArrayMaxSize(orderStatuses.length)
  @IsIn(orderStatuses, { each: true })
  status?: OrderStatus[];

  /** To be delivered in this slot. */
  @IsOptional()
  @IsUUID()
  slotId?: string;

  /** Of this account. */
  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** What the customer says on the phone. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number?: number;
}
