import { Body, Controller, Header, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Caller,
  EmailTaken,
  type Identity,
  LoginsBusy,
  Roles,
  WeakPassword,
} from '../../accounts/index.js';
import { Fails } from '../../platform/index.js';
import { StoreNotFound, StoreRequired } from '../catalog.errors.js';
import { NewDriverRequest } from './admin-staff.requests.js';
import { StaffResponse } from './admin-staff.responses.js';
import { StaffAdmin } from './staff-admin.service.js';
import { staffResponse } from './staff.mapper.js';

@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/drivers')
export class AdminDriversController {
  constructor(private readonly staff: StaffAdmin) {}

  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Open a driver’s account',
    description:
      'Tell the driver the password; they log in with it and go on shift. Sent again it opens no ' +
      'second one: the email is taken.',
  })
  @ApiCreatedResponse({ type: StaffResponse, description: 'The new account' })
  @Fails(WeakPassword, EmailTaken, LoginsBusy)
  @Fails(StoreRequired, StoreNotFound)
  async createDriver(
    @Body() { stores, allStores, ...person }: NewDriverRequest,
    @Caller() caller: Identity,
  ): Promise<StaffResponse> {
    return staffResponse(await this.staff.hire('driver', person, { stores, allStores }, caller));
  }
}
