import { Body, Controller, Header, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Fails } from '../../platform/index.js';
import { Roles } from '../access.decorators.js';
import { EmailTaken, LoginsBusy, WeakPassword } from '../accounts.errors.js';
import { AccountsService } from '../accounts.service.js';
import { AccountResponse, accountResponse } from './account.responses.js';
import { RegisterRequest } from './auth.requests.js';

@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/drivers')
export class AdminDriversController {
  constructor(private readonly accounts: AccountsService) {}

  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Open a driver’s account',
    description:
      'Tell the driver the password; they log in with it and go on shift. Sent again it opens no ' +
      'second one: the email is taken.',
  })
  @ApiCreatedResponse({ type: AccountResponse, description: 'The new account' })
  @Fails(WeakPassword, EmailTaken, LoginsBusy)
  async createDriver(@Body() body: RegisterRequest): Promise<AccountResponse> {
    return accountResponse(await this.accounts.create({ ...body, role: 'driver' }));
  }
}
