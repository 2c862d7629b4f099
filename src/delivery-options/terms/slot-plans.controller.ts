import { Controller, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreQuery, StoreRequired } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import { SlotPlanOutcomeResponse } from './slot-plans.responses.js';
import { SlotPlans } from './slot-plans.service.js';

@Roles('admin')
@ApiTags('delivery admin')
@Controller('v1/admin/slots/follow-plan')
export class SlotPlansController {
  constructor(private readonly plans: SlotPlans) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Open slots by the store’s plan now, as happens every day',
    description:
      'For use after a change of opening hours or holidays. Slots with orders stay as they are.',
  })
  @ApiOkResponse({ type: SlotPlanOutcomeResponse, description: 'How many slots were changed' })
  @Fails(StoreRequired, StoreNotFound)
  followSlotPlan(
    @Query() { store }: StoreQuery,
    @Caller() caller: Identity,
  ): Promise<SlotPlanOutcomeResponse> {
    return this.plans.followOf(caller, store);
  }
}
