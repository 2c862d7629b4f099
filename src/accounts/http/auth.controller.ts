import { Body, Controller, Header, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import { AppConfig, ClientAddress, Fails, RateLimited } from '../../platform/index.js';
import { Public } from '../access.decorators.js';
import {
  AccountDisabled,
  CrossSiteRequest,
  EmailTaken,
  InvalidCredentials,
  InvalidRefreshToken,
  LoginsBusy,
  SessionEnded,
  WeakPassword,
} from '../accounts.errors.js';
import { AccountsService } from '../accounts.service.js';
import type { SessionKind } from '../login-session.js';
import { type Grant, Sessions } from '../sessions.service.js';
import { AccountProblemMembers } from './account-problems.responses.js';
import {
  AccountResponse,
  accountResponse,
  LoginResponse,
  TokensResponse,
} from './account.responses.js';
import { LoginRequest, LogOutRequest, RefreshRequest, RegisterRequest } from './auth.requests.js';
import { loginExamples, refreshExamples } from './login.examples.js';
import { SessionCookie } from './session-cookie.js';

@Public()
@ApiTags('auth')
@ApiExtraModels(AccountProblemMembers)
@Controller('v1/auth')
export class AuthController {
  readonly #cookie: SessionCookie;

  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    { mode }: AppConfig,
  ) {
    this.#cookie = new SessionCookie(mode === 'services');
  }

  @Post('register')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Open a customer’s account', description: 'Log in with it next.' })
  @ApiCreatedResponse({ type: AccountResponse, description: 'The new account' })
  @Fails(WeakPassword, EmailTaken, LoginsBusy, RateLimited)
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
    summary: 'Begin a session: tokens for email and password',
    description:
      'The access token is for requests; the refresh token gets the next one when it expires. The ' +
      'demo shop has an account for each role: choose one of the examples.',
  })
  @ApiBody({ type: LoginRequest, examples: loginExamples })
  @ApiOkResponse({ type: LoginResponse, description: 'The tokens and their account' })
  @Fails(InvalidCredentials, AccountDisabled, LoginsBusy, RateLimited)
  async logIn(
    @Body() { email, password, session }: LoginRequest,
    @ClientAddress() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginResponse> {
    const authenticated = await this.accounts.authenticate(email, password, address);
    const kind = session === 'cookie' ? 'page' : 'app';
    const tokens = this.#handOver(reply, kind, await this.sessions.open(authenticated, kind));
    return { ...tokens, account: accountResponse(authenticated.account) };
  }

  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Get the next tokens of a session',
    description:
      'A refresh token is exchanged once. Sent again within 30 seconds, after an answer that was ' +
      'lost, it gets the same next one; later it ends the session, since two have it. Pages send an ' +
      'empty object: their cookie is read, from pages of the same origin only.',
  })
  @ApiBody({ type: RefreshRequest, examples: refreshExamples })
  @ApiOkResponse({ type: TokensResponse, description: 'The tokens from now on' })
  @Fails(InvalidRefreshToken, SessionEnded, CrossSiteRequest)
  async refreshTokens(
    @Body() { refreshToken }: RefreshRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensResponse> {
    const { token, kind } = this.#cookie.read(request, refreshToken);
    return this.#handOver(reply, kind, await this.sessions.refresh(token, kind));
  }

  @Post('logout')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'End a session',
    description: 'Its access token is refused everywhere within a minute. Sent as for refresh.',
  })
  @ApiBody({ type: LogOutRequest, examples: refreshExamples })
  @ApiNoContentResponse({ description: 'The session has ended' })
  @Fails(InvalidRefreshToken, CrossSiteRequest)
  async logOut(
    @Body() { refreshToken }: LogOutRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { token, kind } = this.#cookie.read(request, refreshToken);
    if (kind === 'page') void reply.header('set-cookie', this.#cookie.set('', 0));
    await this.sessions.logOut(token, kind);
  }

  #handOver(reply: FastifyReply, kind: SessionKind, grant: Grant): TokensResponse {
    const { accessToken, expiresInSeconds, refreshToken, until } = grant;
    if (kind === 'page') {
      const seconds = (until.getTime() - this.clock.now().getTime()) / 1000;
      void reply.header('set-cookie', this.#cookie.set(refreshToken, seconds));
    }
    const inBody = kind === 'app' ? refreshToken : null;
    return { accessToken, tokenType: 'Bearer', expiresInSeconds, refreshToken: inBody };
  }
}
