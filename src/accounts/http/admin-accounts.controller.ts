import { Body, Controller, Header, Param, Patch } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails, IdParam } from '../../platform/index.js';
import { Caller, Roles } from '../access.decorators.js';
import { AccountAccess } from '../account-access.service.js';
import { AccountNotFound, OwnAccount } from '../accounts.errors.js';
import { accountOf } from '../accounts.service.js';
import type { Identity } from '../identity.js';
import { accountResponse, ChangedAccountResponse } from './account.responses.js';
import { ChangeAccountRequest } from './admin-accounts.requests.js';

@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/accounts')
export class AdminAccountsController {
  constructor(private readonly access: AccountAccess) {}

  @Patch(':id')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Disable an account, or give it another role',
    description:
      'Fields left out stay as they are. A change ends all sessions of the account; everywhere ' +
      'its access tokens are refused within a minute. Admins cannot change their own account.',
  })
  @ApiParam({ name: 'id', description: '`id` of an account', format: 'uuid' })
  @ApiBody({
    type: ChangeAccountRequest,
    examples: {
      disable: { summary: 'Nobody may log in to it', value: { disabled: true } },
      promote: { summary: 'A picker becomes a dispatcher', value: { role: 'dispatcher' } },
    },
  })
  @ApiOkResponse({ type: ChangedAccountResponse, description: 'The account as it is now' })
  @Fails(AccountNotFound, OwnAccount)
  async changeAccount(
    @Param('id', IdParam) id: string,
    @Body() body: ChangeAccountRequest,
    @Caller() caller: Identity,
  ): Promise<ChangedAccountResponse> {
    const account = await this.access.change(caller, id, body);
    return { ...accountResponse(accountOf(account)), disabled: account.disabledAt !== null };
  }
}
