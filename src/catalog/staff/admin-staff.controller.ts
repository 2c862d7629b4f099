import { Body, Controller, Get, Header, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { CursorCodec, Fails, IdParam, InvalidCursor } from '../../platform/index.js';
import { StaffNotFound, StoreNotFound } from '../catalog.errors.js';
import { StoresService } from '../stores/stores.service.js';
import { StaffQuery, StaffStoresRequest } from './admin-staff.requests.js';
import { StaffPageResponse, StaffResponse } from './admin-staff.responses.js';
import { StaffAdmin } from './staff-admin.service.js';
import { staffResponse } from './staff.mapper.js';

@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/staff')
export class AdminStaffController {
  constructor(
    private readonly staff: StaffAdmin,
    private readonly stores: StoresService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Who works where, longest with you first',
    description: 'Admins of some stores see the people who work at no other.',
  })
  @ApiOkResponse({ type: StaffPageResponse, description: 'A page of the list' })
  @Fails(InvalidCursor, StoreNotFound)
  async listStaff(
    @Query() query: StaffQuery,
    @Caller() caller: Identity,
  ): Promise<StaffPageResponse> {
    const { role = null, store } = query;
    const storeId = store === undefined ? null : (await this.stores.ofStaff(caller, store)).id;
    const { items, nextCursor } = await this.cursors.page(
      query,
      `staff ${JSON.stringify([role, storeId])}`,
      (after: readonly [string, string] | null, limit) =>
        this.staff.list(caller, role, storeId, limit, after),
      ({ member }) => [member.createdAt.toISOString(), member.id],
    );
    return { items: items.map(staffResponse), nextCursor };
  }

  @Patch(':id')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Let somebody work at these stores, and at no others',
    description:
      'Needs no If-Match: the stores you send replace any others. It holds within a minute. A ' +
      'shift that is open, and a delivery that somebody has, go on to their end.',
  })
  @ApiParam({ name: 'id', description: '`id` of GET /v1/admin/staff', format: 'uuid' })
  @ApiBody({
    type: StaffStoresRequest,
    examples: {
      some: { summary: 'At one store', value: { stores: ['harbour'] } },
      all: { summary: 'At every store', value: { allStores: true } },
      none: { summary: 'Nowhere any more', value: { stores: [] } },
    },
  })
  @ApiOkResponse({ type: StaffResponse, description: 'The account, with its stores' })
  @Fails(StaffNotFound, StoreNotFound)
  async editStaff(
    @Param('id', IdParam) id: string,
    @Body() body: StaffStoresRequest,
    @Caller() caller: Identity,
  ): Promise<StaffResponse> {
    return staffResponse(await this.staff.move(id, body, caller));
  }
}
