import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, OfNoStore, Roles } from '../../accounts/index.js';
import { Fails, RateLimited } from '../../platform/index.js';
import { DriverOffShift, LocationStoreUnavailable, SessionReplaced } from '../drivers.errors.js';
import { RecordLocation } from '../use-cases/record-location.service.js';
import { RecordLocationRequest } from './location.requests.js';
import { LocationRecordedResponse } from './location.responses.js';
import { readFixes } from './read-fixes.js';

@ApiTags('driver')
@Controller('v1/driver/location')
export class LocationController {
  constructor(private readonly location: RecordLocation) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Roles('driver')
  @OfNoStore()
  @ApiOperation({
    summary: 'Send the live position',
    description:
      'Kept until 90 seconds after your last ping, shown to the customers you are on the way to, ' +
      'never stored. One a second is plenty; the limit is 20 at once, then five a second. The ' +
      'newest fix is the one with the highest `seq`, or with a later `recordedAt` where you begin ' +
      'to count anew. Its age counts from when it was made, once your clock is known: send ' +
      '`recordedAt` with fixes that wait for a network.',
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
  @Fails(DriverOffShift, SessionReplaced, RateLimited, LocationStoreUnavailable)
  async recordLocation(
    @Caller() caller: Identity,
    @Body() body: RecordLocationRequest,
  ): Promise<LocationRecordedResponse> {
    const { fixes, refused } = await readFixes(body.epoch, body.fixes);
    const recorded = await this.location.record(caller.accountId, body.epoch, fixes);
    return { ...recorded, ...(refused.length > 0 && { refused }) };
  }
}
