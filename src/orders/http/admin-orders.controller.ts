import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoresService } from '../../catalog/index.js';
import { CursorCodec, Fails, InvalidCursor } from '../../platform/index.js';
import { OrderViews } from '../use-cases/order-views.service.js';
import { FindOrdersQuery } from './admin-orders.requests.js';
import { FoundOrdersResponse } from './admin-orders.responses.js';

@ApiTags('ops')
@Controller('v1/admin/orders')
export class AdminOrdersController {
  constructor(
    private readonly views: OrderViews,
    private readonly stores: StoresService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Roles('picker', 'dispatcher', 'admin')
  @ApiOperation({
    summary: 'Orders by status, slot, store, customer or number, oldest first',
    description: 'For a queue, list by status: `?status=placed,accepted`.',
  })
  @ApiOkResponse({ type: FoundOrdersResponse, description: 'A page of the list' })
  @Fails(InvalidCursor, StoreNotFound)
  async findOrders(
    @Query() query: FindOrdersQuery,
    @Caller() caller: Identity,
  ): Promise<FoundOrdersResponse> {
    const search = {
      storeIds: await this.stores.idsOfStaff(caller, query.store),
      statuses: query.status ?? [],
      slotId: query.slotId ?? null,
      customerId: query.customerId ?? null,
      number: query.number ?? null,
    };
    return this.cursors.page(
      query,
      `orders ${JSON.stringify(search)}`,
      (after: readonly [string, string] | null, limit) =>
        this.views.find({ ...search, limit, after }),
      ({ placedAt, id }) => [placedAt, id],
    );
  }
}
