import { Body, Controller, Header, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClientAddress, Fails, RateLimited } from '../../platform/index.js';
import { Public } from '../access.decorators.js';
import { AccessTokensService } from '../access-tokens.service.js';
import { EmailTaken, InvalidCredentials, LoginsBusy } from '../accounts.errors.js';
import { AccountsService } from '../accounts.service.js';
import { AccountResponse, accountResponse, LoginResponse } from './account.responses.js';
import { LoginRequest, RegisterRequest } from './auth.requests.js';
import { loginExamples } from './login.examples.js';

@Public()
@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly tokens: AccessTokensService,
  ) {}

  @Post('register')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Open a customer’s account', description: 'Log in with it next.' })
  @ApiCreatedResponse({ type: AccountResponse, description: 'The new account' })
  @Fails(EmailTaken, LoginsBusy, RateLimited)
  async registerCustomer(
    @Body() body: RegisterRequest,
    @ClientAddress() address: string,
  ): Promise<AccountResponse> {
    return accountResponse(await this.accounts.create({ ...body, role: 'customer' }, address));
  }

  @Post('login')
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Get an access token for email and password',
    description: 'The demo shop has an account for each role: choose one of the examples.',
  })
  @ApiBody({ type: LoginRequest, examples: loginExamples })
  @ApiOkResponse({ type: LoginResponse, description: 'The token and its account' })
  @Fails(InvalidCredentials, LoginsBusy, RateLimited)
  async logIn(
    @Body() { email, password }: LoginRequest,
    @ClientAddress() address: string,
  ): Promise<LoginResponse> {
    const account = await this.accounts.authenticate(email, password, address);
    const issued = await this.tokens.issue({ accountId: account.id, role: account.role });
    return { ...issued, tokenType: 'Bearer', account: accountResponse(account) };
  }
}
