import { Body, Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreRequired } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import {
  LocationStoreUnavailable,
  ShiftAtAnotherStore,
  ShiftHasDeliveries,
} from '../drivers.errors.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';
import { Shifts } from '../use-cases/shifts.service.js';
import { SetDutyRequest } from './shift.requests.js';
import { DutyResponse } from './shift.responses.js';

@ApiTags('driver')
@Controller('v1/driver/shift')
export class ShiftController {
  constructor(private readonly shifts: Shifts) {}

  @Get()
  @Roles('driver')
  @ApiOperation({
    summary: 'Are you on duty?',
    description: 'For an app that was restarted: the open shift, with the epoch of its pings.',
  })
  @ApiOkResponse({ type: DutyResponse, description: 'The open shift, or that you are off duty' })
  async getShift(@Caller() caller: Identity): Promise<DutyResponse> {
    const open = await this.shifts.current(caller.accountId);
    return open ? dutyResponse(open) : offDuty;
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @Roles('driver')
  @ApiOperation({
    summary: 'Go on or off duty',
    description:
      'Going on duty again answers the same shift and lets its positions in again: do it whenever ' +
      'a ping is refused with `driver-off-shift`. Fields left out stay as they are.',
  })
  @ApiBody({
    type: SetDutyRequest,
    examples: {
      on: { summary: 'On duty', value: { onDuty: true, vehicle: 'scooter', capacity: 2 } },
      off: { summary: 'Off duty, when everything is delivered', value: { onDuty: false } },
    },
  })
  @ApiOkResponse({ type: DutyResponse, description: 'The state from now on' })
  @Fails(
    StoreNotFound,
    StoreRequired,
    ShiftAtAnotherStore,
    ShiftHasDeliveries,
    LocationStoreUnavailable,
  )
  async setDuty(@Caller() caller: Identity, @Body() body: SetDutyRequest): Promise<DutyResponse> {
    const { onDuty, ...wishes } = body;
    if (onDuty) return dutyResponse(await this.shifts.goOnDuty(caller.accountId, wishes));
    await this.shifts.goOffDuty(caller.accountId);
    return offDuty;
  }
}

const offDuty: DutyResponse = {
  onDuty: false,
  session: null,
  startedAt: null,
  storeId: null,
  vehicle: null,
  capacity: null,
};

function dutyResponse({ epoch, startedAt, storeId, vehicle, capacity }: ShiftEntity): DutyResponse {
  return {
    onDuty: true,
    session: { epoch },
    startedAt: startedAt.toISOString(),
    storeId,
    vehicle,
    capacity,
  };
}
