import { Body, Controller, Get, HttpStatus, Param, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  AnswersVersion,
  type ExpectedVersions,
  Fails,
  NeedsIfMatch,
  OptionalIfMatch,
} from '../../platform/index.js';
import { SearchTermUnusable, StoreNotFound } from '../catalog.errors.js';
import { SetSearchEqualsRequest } from './search-equals.requests.js';
import { SearchEqualsResponse } from './search-equals.responses.js';
import { type EqualsOfStore, SearchEquals } from './search-equals.service.js';

@Roles('admin')
@ApiTags('catalog admin')
@ApiParam({ name: 'id', description: 'Id or slug of the store', example: 'harbour' })
@Controller('v1/admin/stores/:id/search-equals')
export class AdminSearchEqualsController {
  constructor(private readonly equals: SearchEquals) {}

  @Get()
  @ApiOperation({ summary: 'The spellings that find each other in searches of a store' })
  @AnswersVersion({
    type: SearchEqualsResponse,
    ok: 'The list; that which Larder comes with, without an ETag, while nothing was set',
  })
  @Fails(StoreNotFound)
  async getSearchEquals(
    @Param('id') store: string,
    @Caller() caller: Identity,
  ): Promise<SearchEqualsResponse> {
    return equalsOf(await this.equals.one(caller, store));
  }

  @Put()
  @NeedsIfMatch('to replace')
  @ApiOperation({
    summary: 'Set which spellings find each other; the first list needs no If-Match',
    description: 'Replaces the list whole, that which Larder comes with included.',
  })
  @ApiBody({
    type: SetSearchEqualsRequest,
    examples: {
      greens: {
        summary: 'Three names of a vegetable, and one of two words',
        value: {
          sets: [
            { terms: ['aubergine', 'eggplant', 'brinjal'] },
            { terms: ['spring onion', 'scallion'] },
          ],
        },
      },
    },
  })
  @AnswersVersion({ type: SearchEqualsResponse, ok: 'The new list', created: 'Its first list' })
  @Fails(StoreNotFound, SearchTermUnusable)
  async setSearchEquals(
    @Param('id') store: string,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Body() { sets }: SetSearchEqualsRequest,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SearchEqualsResponse> {
    const terms = sets.map((set) => set.terms);
    const set = await this.equals.set(caller, store, versions, terms);
    if (!versions) void reply.status(HttpStatus.CREATED);
    return equalsOf(set);
  }
}

function equalsOf({ store, version, sets }: EqualsOfStore): SearchEqualsResponse {
  return { storeId: store.id, version, sets: sets.map((terms) => ({ terms: [...terms] })) };
}
