import { Body, Controller, Get, Header, HttpCode, HttpStatus, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClientAddress, Fails, RateLimited } from '../../platform/index.js';
import { Caller, OfNoStore, Roles } from '../access.decorators.js';
import { InvalidToken, LoginsBusy, WeakPassword, WrongPassword } from '../accounts.errors.js';
import { AccountsService } from '../accounts.service.js';
import { type Identity, roles } from '../identity.js';
import { PasswordChanges } from '../password-changes.service.js';
import { AccountResponse, accountResponse } from './account.responses.js';
import { ChangePasswordRequest } from './auth.requests.js';

@ApiTags('auth')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: PasswordChanges,
  ) {}

  @Get()
  @Roles(...roles)
  @OfNoStore()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Your account' })
  @ApiOkResponse({ type: AccountResponse, description: 'The account of the token' })
  async getMyAccount(@Caller() caller: Identity): Promise<AccountResponse> {
    const account = await this.accounts.find(caller.accountId);
    if (!account) throw InvalidToken.because('The account of this token does not exist any more.');
    return accountResponse(account);
  }

  @Put('password')
  @Roles(...roles)
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Change your password',
    description: 'All other sessions end; this one goes on.',
  })
  @ApiNoContentResponse({ description: 'The new password is the password from now on' })
  @Fails(WeakPassword, WrongPassword, LoginsBusy, RateLimited)
  changePassword(
    @Caller() caller: Identity,
    @Body() body: ChangePasswordRequest,
    @ClientAddress() address: string,
  ): Promise<void> {
    return this.passwords.change(caller, body, address);
  }
}
