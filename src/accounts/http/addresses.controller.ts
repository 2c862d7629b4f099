import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Res,
} from '@nestjs/common';
import {
  ApiExtraModels,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  AnswersLocation,
  type ExpectedVersions,
  Fails,
  IdempotentRequests,
  IdParam,
  OptionalIdempotencyKey,
  OptionalIfMatch,
  sendIdempotent,
  type Transaction,
  VersionMismatch,
} from '../../platform/index.js';
import { Caller, Roles } from '../access.decorators.js';
import { AddressBookFull, AddressNotFound } from '../accounts.errors.js';
import { AddressBook } from '../address-book.service.js';
import type { Identity } from '../identity.js';
import { AddressRequest } from './addresses.requests.js';
import { AddressesResponse, AddressResponse } from './addresses.responses.js';
import { destinationOf } from './destination.requests.js';
import type { AddressChange } from '../address.js';
import { AccountProblemMembers } from './account-problems.responses.js';

const home = {
  label: 'Home',
  line1: 'Pier Street 4, flat 12',
  lat: 25.082,
  lng: 55.142,
  notes: 'Ring twice',
};

const OneAddress = () =>
  applyDecorators(
    ApiParam({ name: 'id', description: '`id` of GET /v1/me/addresses', format: 'uuid' }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The `version` you have read, in quotes: refused when it has changed since',
      example: '"1"',
    }),
    Fails(AddressNotFound, VersionMismatch),
  ) as MethodDecorator;

@Roles('customer')
@ApiTags('addresses')
@ApiExtraModels(AccountProblemMembers)
@Controller('v1/me/addresses')
export class AddressesController {
  constructor(
    private readonly book: AddressBook,
    private readonly idempotent: IdempotentRequests,
  ) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Your addresses: the default first, then in order of creation' })
  @ApiOkResponse({ type: AddressesResponse, description: 'All of them: at most 20' })
  async listAddresses(@Caller() { accountId }: Identity): Promise<AddressesResponse> {
    return { items: await this.book.all(accountId) };
  }

  @Post()
  @AnswersLocation('/v1/me/addresses/{id}')
  @OptionalIdempotencyKey()
  @ApiOperation({ summary: 'Save an address: quotes can then name it by its id' })
  @ApiBody({ type: AddressRequest, examples: { home: { summary: 'At home', value: home } } })
  @ApiCreatedResponse({ type: AddressResponse, description: 'The new address' })
  @Fails(AddressBookFull)
  async addAddress(
    @Body() body: AddressRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() { accountId }: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = { ownerId: accountId, route: 'POST /v1/me/addresses', key, body };
    const add = (tx: Transaction) => this.book.add(tx, accountId, addressOf(body));
    sendIdempotent(reply, await this.idempotent.once(request, add, HttpStatus.CREATED));
  }

  @Put(':id')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Replace all of an address',
    description: 'Quotes and orders keep the address that they were made with.',
  })
  @OneAddress()
  @ApiBody({
    type: AddressRequest,
    examples: {
      moved: { summary: 'The default from now on', value: { ...home, isDefault: true } },
    },
  })
  @ApiOkResponse({ type: AddressResponse, description: 'The address as it is now' })
  replaceAddress(
    @Param('id', IdParam) id: string,
    @Body() body: AddressRequest,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Caller() { accountId }: Identity,
  ): Promise<AddressResponse> {
    return this.book.replace(accountId, id, versions, addressOf(body));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete an address',
    description: 'If it was the default, no other address becomes the default.',
  })
  @OneAddress()
  @ApiNoContentResponse({ description: 'The address is gone' })
  removeAddress(
    @Param('id', IdParam) id: string,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Caller() { accountId }: Identity,
  ): Promise<void> {
    return this.book.remove(accountId, id, versions);
  }
}

function addressOf({ label, isDefault, ...destination }: AddressRequest): AddressChange {
  return { ...destinationOf(destination), label: label ?? null, isDefault };
}
