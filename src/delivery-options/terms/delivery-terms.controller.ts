import { Body, Controller, Get, HttpStatus, Param, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound } from '../../catalog/index.js';
import {
  AnswersVersion,
  type ExpectedVersions,
  Fails,
  NeedsIfMatch,
  OptionalIfMatch,
} from '../../platform/index.js';
import { StoreTermsAdmin, type TermsOfStore } from './store-terms-admin.service.js';
import { SetDeliveryTermsRequest } from './delivery-terms.requests.js';
import { StoreTermsResponse } from './delivery-terms.responses.js';

@Roles('admin')
@ApiTags('delivery admin')
@ApiParam({ name: 'id', description: 'Id or slug of the store', example: 'harbour' })
@Controller('v1/admin/stores/:id/delivery-terms')
export class DeliveryTermsController {
  constructor(private readonly terms: StoreTermsAdmin) {}

  @Get()
  @ApiOperation({ summary: 'The delivery terms of a store' })
  @AnswersVersion({
    type: StoreTermsResponse,
    ok: 'The terms; the defaults, without an ETag, while nothing was set',
  })
  @Fails(StoreNotFound)
  async getDeliveryTerms(
    @Param('id') store: string,
    @Caller() caller: Identity,
  ): Promise<StoreTermsResponse> {
    return termsOf(await this.terms.one(caller, store));
  }

  @Put()
  @NeedsIfMatch('to replace')
  @ApiOperation({
    summary: 'Set fees, promise and slot plan; the first terms need no If-Match',
    description:
      'Fields left out are not kept. Slots follow the plan at once, except those with orders ' +
      'and those that an admin has changed.',
  })
  @ApiBody({
    type: SetDeliveryTermsRequest,
    examples: {
      evenings: {
        summary: 'By distance, with slots on Friday evenings',
        value: {
          feeMinor: 900,
          bands: [{ upToM: 1000, feeMinor: 300 }],
          freeFromMinor: 10_000,
          smallBasket: { belowMinor: 3000, feeMinor: 500 },
          asap: { fromMinutes: 30, untilMinutes: 60 },
          autoAccept: false,
          slotDays: 7,
          slotPlan: [
            { weekday: 5, opens: '18:00', closes: '20:00', cutoffMinutes: 60, capacity: 20 },
          ],
        },
      },
    },
  })
  @AnswersVersion({ type: StoreTermsResponse, ok: 'The new terms', created: 'Its first terms' })
  @Fails(StoreNotFound)
  async setDeliveryTerms(
    @Param('id') store: string,
    @OptionalIfMatch() versions: ExpectedVersions | null,
    @Body() body: SetDeliveryTermsRequest,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoreTermsResponse> {
    const bands = body.bands.map(({ upToM, feeMinor }) => ({ upToMetres: upToM, feeMinor }));
    const set = await this.terms.set(caller, store, versions, { ...body, bands });
    if (!versions) void reply.status(HttpStatus.CREATED);
    return termsOf(set);
  }
}

function termsOf({ store, version, terms }: TermsOfStore): StoreTermsResponse {
  return {
    storeId: store.id,
    currency: store.currency,
    version,
    ...terms,
    bands: terms.bands.map(({ upToMetres, feeMinor }) => ({ upToM: upToMetres, feeMinor })),
    slotPlan: [...terms.slotPlan],
  };
}
