import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Header, HttpCode, HttpStatus, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import { ClientAddress, Fails, Limited, PersonalData, RateLimited } from '../../platform/index.js';
import { Caller, ChecksAccount, OfNoStore, Roles } from '../access.decorators.js';
import { AccountErasures } from '../account-erasures.service.js';
import {
  ErasureNotFound,
  LoginsBusy,
  OrdersUnderWay,
  StaffAccount,
  WrongPassword,
} from '../accounts.errors.js';
import { type Identity, roles } from '../identity.js';
import { RemoveMyAccountRequest } from './personal-data.requests.js';
import { ErasureResponse, erasureResponse, MyDataResponse } from './personal-data.responses.js';

@Roles(...roles)
@OfNoStore()
@ApiTags('auth')
@Controller('v1/me')
export class PersonalDataController {
  constructor(
    private readonly personalData: PersonalData,
    private readonly erasures: AccountErasures,
    private readonly clock: Clock,
  ) {}

  @Get('export')
  @ChecksAccount()
  @Limited({ name: 'exports', requests: 5, windowSeconds: 60, per: 'account' })
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'All that is held of you, as a file',
    description: 'docs/privacy.md says why it is held, and for how long.',
  })
  @ApiOkResponse({ type: MyDataResponse, description: 'An attachment' })
  exportMyData(@Caller() { accountId }: Identity, @Res() reply: FastifyReply): void {
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="my-data.json"')
      .send(Readable.from(this.personalData.document(accountId, this.clock.now())));
  }

  @Delete()
  @HttpCode(HttpStatus.ACCEPTED)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Be forgotten, after days in which you can take it back',
    description:
      'Until `eraseAt` nothing changes. Then the account, its addresses and its logins are deleted, ' +
      'and its orders keep their goods and amounts, but not the person. For customers: accounts of ' +
      'staff are disabled by an admin.',
  })
  @ApiAcceptedResponse({ type: ErasureResponse, description: 'It will happen' })
  @Fails(StaffAccount, WrongPassword, OrdersUnderWay, LoginsBusy, RateLimited)
  async removeMyAccount(
    @Caller() caller: Identity,
    @Body() { currentPassword }: RemoveMyAccountRequest,
    @ClientAddress() address: string,
  ): Promise<ErasureResponse> {
    return erasureResponse(await this.erasures.ask(caller, currentPassword, address));
  }

  @Get('erasure')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'When you will be forgotten' })
  @ApiOkResponse({ type: ErasureResponse, description: 'It will happen' })
  @Fails(ErasureNotFound)
  async getMyErasure(@Caller() { accountId }: Identity): Promise<ErasureResponse> {
    return erasureResponse(await this.erasures.find(accountId));
  }

  @Delete('erasure')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Take back the wish to be forgotten' })
  @ApiNoContentResponse({ description: 'The account stays' })
  @Fails(ErasureNotFound)
  cancelMyErasure(@Caller() { accountId }: Identity): Promise<void> {
    return this.erasures.takeBack(accountId);
  }
}
