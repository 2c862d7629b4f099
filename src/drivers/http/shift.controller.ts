import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { bodyFailures, Fails } from '../../platform/index.js';
import { LocationStoreUnavailable, ShiftHasDeliveries } from '../drivers.errors.js';
import { ShiftsService } from '../use-cases/shifts.service.js';
import { SetDutyRequest } from './shift.requests.js';
import { DutyResponse } from './shift.responses.js';

@ApiTags('driver')
@Controller('v1/driver/shift')
export class ShiftController {
  constructor(private readonly shifts: ShiftsService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Roles('driver')
  @ApiOperation({
    summary: 'Go on or off duty',
    description:
      'Going on duty again answers the same shift and lets its positions in again: do it whenever ' +
      'a ping is refused with `driver-off-shift`.',
  })
  @ApiOkResponse({ type: DutyResponse, description: 'The state from now on' })
  @Fails(...bodyFailures, ShiftHasDeliveries, LocationStoreUnavailable)
  async setDuty(@Caller() caller: Identity, @Body() body: SetDutyRequest): Promise<DutyResponse> {
    if (!body.onDuty) {
      await this.shifts.goOffDuty(caller.accountId);
      return { onDuty: false, session: null, startedAt: null };
    }
    const shift = await this.shifts.goOnDuty(caller.accountId);
    return {
      onDuty: true,
      session: { epoch: shift.epoch },
      startedAt: shift.startedAt.toISOString(),
    };
  }
}
