import { Body, Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, ChecksAccount, type Identity, OfNoStore, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreRequired } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import {
  LocationStoreUnavailable,
  SessionReplaced,
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
  @OfNoStore()
  @ApiOperation({
    summary: 'Are you on duty?',
    description:
      'For an app that was restarted and goes on: the open shift, with the epoch and the last ' +
      '`seq` of its pings. An app that does not know that it was this phone signs on instead.',
  })
  @ApiOkResponse({ type: DutyResponse, description: 'The open shift, or that you are off duty' })
  async getShift(@Caller() caller: Identity): Promise<DutyResponse> {
    const open = await this.shifts.current(caller.accountId);
    return open ? this.#response(open) : offDuty;
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @Roles('driver')
  @ChecksAccount()
  @ApiOperation({
    summary: 'Go on or off duty',
    description:
      'Going on duty is a sign-on: the shift stays the same, with its deliveries, and a new session ' +
      'takes the place of the one before. The latest sign-on wins; pings of another phone are ' +
      'refused with `session-replaced`. Do it when the app starts anew, and when a ping is refused ' +
      'with `driver-off-shift`. With `epoch` the session goes on, and only what is sent changes. ' +
      'Fields left out stay as they are.',
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
    SessionReplaced,
    ShiftHasDeliveries,
    LocationStoreUnavailable,
  )
  async setDuty(@Caller() caller: Identity, @Body() body: SetDutyRequest): Promise<DutyResponse> {
    const { onDuty, ...wishes } = body;
    if (onDuty) return this.#response(await this.shifts.goOnDuty(caller, wishes));
    await this.shifts.goOffDuty(caller.accountId);
    return offDuty;
  }

  async #response(shift: ShiftEntity): Promise<DutyResponse> {
    const { epoch, startedAt, storeId, vehicle, capacity } = shift;
    return {
      onDuty: true,
      session: { epoch, lastSeq: await this.shifts.lastSeq(shift) },
      startedAt: startedAt.toISOString(),
      storeId,
      vehicle,
      capacity,
    };
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
