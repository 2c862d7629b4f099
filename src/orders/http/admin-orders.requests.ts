import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { WholeNumber, WordList } from '../../platform/index.js';
import { type OrderStatus, orderStatuses } from '../domain/order-status.js';
import { ListOrdersQuery } from './orders.requests.js';

export class FindOrdersQuery extends ListOrdersQuery {
  @ApiPropertyOptional({ description: '`id` of GET /v1/stores', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  storeId?: string;

  @ApiPropertyOptional({
    enum: orderStatuses,
    isArray: true,
    description: 'In any of these, such as `placed,accepted`',
  })
  @IsOptional()
  @WordList()
  @IsArray()
  @ArrayMaxSize(orderStatuses.length)
  @IsIn(orderStatuses, { each: true })
  status?: OrderStatus[];

  @ApiPropertyOptional({ description: 'To be delivered in this slot', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  slotId?: string;

  @ApiPropertyOptional({ description: 'Of this account', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  customerId?: string;

  @ApiPropertyOptional({ description: 'What the customer says on the phone', minimum: 1 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number?: number;
}
