import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { StoreNotFound, StoreQuery, StoreRequired } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import { OpenSlots } from './open-slots.service.js';
import { SlotsResponse } from './slots.responses.js';

@Public()
@ApiTags('delivery')
@Controller('v1/slots')
export class SlotsController {
  constructor(private readonly slots: OpenSlots) {}

  @Get()
  @ApiOperation({ summary: 'Delivery slots of the next fourteen days that can be chosen' })
  @ApiOkResponse({ type: SlotsResponse, description: 'Soonest first' })
  @Fails(StoreRequired, StoreNotFound)
  async listSlots(@Query() query: StoreQuery): Promise<SlotsResponse> {
    return { items: await this.slots.of(query.store) };
  }
}
