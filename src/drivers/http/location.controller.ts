import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, RateLimited } from '../../platform/index.js';
import { DriverOffShift, LocationStoreUnavailable } from '../drivers.errors.js';
import { RecordLocation } from '../use-cases/record-location.service.js';
import { RecordLocationRequest } from './location.requests.js';
import { LocationRecordedResponse } from './location.responses.js';
import { fixOf } from './plain-ping.js';

@ApiTags('driver')
@Controller('v1/driver/location')
export class LocationController {
  constructor(private readonly location: RecordLocation) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Roles('driver')
  @ApiOperation({
    summary: 'Send the live position',
    description:
      'Kept for 90 seconds, shown to the customers you are on the way to, never stored. One a ' +
      'second is plenty; the limit is 20 at once, then five a second.',
  })
  @ApiBody({
    type: RecordLocationRequest,
    examples: {
      fix: {
        summary: 'One fix (put in the shift’s epoch; a higher `seq` each time)',
        value: { epoch: 1_764_580_000_000, fixes: [{ seq: 1, lat: 25.0805, lng: 55.1405 }] },
      },
      batch: {
        summary: 'Fixes gathered without a network (put in the shift’s epoch)',
        value: {
          epoch: 1_764_580_000_000,
          fixes: [
            { seq: 2, lat: 25.0811, lng: 55.1409 },
            {
              seq: 3,
              lat: 25.0816,
              lng: 55.1414,
              accuracyM: 8,
              headingDeg: 45,
              speedMps: 6.5,
              recordedAt: '2026-03-01T09:15:04.000Z',
            },
          ],
        },
      },
    },
  })
  @ApiOkResponse({
    type: LocationRecordedResponse,
    description: 'Read; `applied` says whether it is shown',
  })
  @Fails(DriverOffShift, RateLimited, LocationStoreUnavailable)
  async recordLocation(
    @Caller() caller: Identity,
    @Body() body: RecordLocationRequest,
  ): Promise<LocationRecordedResponse> {
    const [first, ...rest] = body.fixes.map((fix) => fixOf(body.epoch, fix));
    return this.location.record(caller.accountId, [first!, ...rest]);
  }
}
