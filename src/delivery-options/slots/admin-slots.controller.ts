import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreRequired } from '../../catalog/index.js';
import { AnswersLocation, Fails, IdParam } from '../../platform/index.js';
import {
  SlotCapacityTaken,
  SlotExists,
  SlotMisplaced,
  SlotNotFound,
} from '../delivery-options.errors.js';
import { SlotAdmin } from './slot-admin.service.js';
import { ChangeSlotRequest, CreateSlotRequest, SlotsQuery } from './admin-slots.requests.js';
import { AdminSlotResponse, AdminSlotsResponse } from './admin-slots.responses.js';
import type { StoredSlot } from './slot.js';
import { SlotProblemMembers } from './slot-problems.responses.js';

@Roles('admin')
@ApiTags('delivery admin')
@ApiExtraModels(SlotProblemMembers)
@Controller('v1/admin/slots')
export class AdminSlotsController {
  constructor(private readonly slots: SlotAdmin) {}

  @Get()
  @ApiOperation({ summary: 'The slots of a store, with the number of orders in each' })
  @ApiOkResponse({ type: AdminSlotsResponse, description: 'Soonest first' })
  @Fails(StoreRequired, StoreNotFound)
  async listAdminSlots(
    @Query() { store, from, days }: SlotsQuery,
    @Caller() caller: Identity,
  ): Promise<AdminSlotsResponse> {
    const found = await this.slots.between(caller, store, from ? new Date(from) : null, days);
    return { items: found.map(adminSlotResponse) };
  }

  @Post()
  @AnswersLocation('/v1/admin/slots/{id}')
  @ApiOperation({ summary: 'Open a single slot, in addition to those of the plan' })
  @ApiCreatedResponse({ type: AdminSlotResponse, description: 'The new slot' })
  @Fails(StoreRequired, StoreNotFound, SlotMisplaced, SlotExists)
  async createSlot(
    @Body() body: CreateSlotRequest,
    @Caller() caller: Identity,
  ): Promise<AdminSlotResponse> {
    const { store, startsAt, endsAt, cutoffAt = startsAt, capacity } = body;
    const made = await this.slots.create(caller, store, {
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      cutoffAt: new Date(cutoffAt),
      capacity,
    });
    return adminSlotResponse(made);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change the capacity of a slot, close it, or open it again',
    description:
      'Needs no If-Match: a new capacity replaces any other. The plan then leaves the slot.',
  })
  @ApiParam({ name: 'id', description: '`id` of GET /v1/admin/slots', format: 'uuid' })
  @ApiBody({
    type: ChangeSlotRequest,
    examples: {
      more: { summary: 'Another capacity', value: { capacity: 30 } },
      closed: { summary: 'No more orders', value: { closed: true } },
    },
  })
  @ApiOkResponse({ type: AdminSlotResponse, description: 'The slot' })
  @Fails(SlotNotFound, SlotCapacityTaken)
  async changeSlot(
    @Param('id', IdParam) id: string,
    @Body() body: ChangeSlotRequest,
    @Caller() caller: Identity,
  ): Promise<AdminSlotResponse> {
    return adminSlotResponse(await this.slots.change(caller, id, body));
  }
}

function adminSlotResponse({ startsAt, endsAt, cutoffAt, ...slot }: StoredSlot): AdminSlotResponse {
  return {
    ...slot,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    cutoffAt: cutoffAt.toISOString(),
  };
}
