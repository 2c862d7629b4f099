import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Roles } from '../access.decorators.js';
import { InvalidToken } from '../accounts.errors.js';
import { AccountsService } from '../accounts.service.js';
import { type Identity, roles } from '../identity.js';
import { AccountResponse, accountResponse } from './account.responses.js';

@ApiTags('auth')
@Controller('v1/me')
export class MeController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Roles(...roles)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Your account' })
  @ApiOkResponse({ type: AccountResponse, description: 'The account of the token' })
  async getMyAccount(@Caller() caller: Identity): Promise<AccountResponse> {
    const account = await this.accounts.find(caller.accountId);
    if (!account) throw InvalidToken.because('The account of this token does not exist any more.');
    return accountResponse(account);
  }
}
