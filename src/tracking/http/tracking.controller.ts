import { Controller, Get, HttpStatus, Param, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { OrderNotFound } from '../../orders/index.js';
import { Fails, IdParam, InvalidId } from '../../platform/index.js';
import { sent, TrackingAnswers } from './tracking-answers.js';
import { TrackingResponse } from './tracking.responses.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    answersPolls?: boolean;
  }
}

@ApiTags('tracking')
@Controller('v1/orders')
export class TrackingController {
  constructor(private readonly answers: TrackingAnswers) {}

  @Get(':id/tracking')
  @RouteConfig({ answersPolls: true })
  @Roles('customer', 'dispatcher', 'admin')
  @ApiOperation({
    summary: 'Where is my order?',
    description:
      'Made for polling: wait `pollAfterMs`, send back the ETag. The ETag changes when something ' +
      'happened, not with `ageSeconds` and `eta`: after a 304 count `ageSeconds` on from when you ' +
      'got it. A live position is shared only while the order is `out_for_delivery`.',
  })
  @ApiParam({ name: 'id', description: '`id` of POST or GET /v1/orders', format: 'uuid' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'An ETag you have' })
  @ApiOkResponse({
    type: TrackingResponse,
    description: 'The order now',
    headers: { ETag: { description: 'For If-None-Match', schema: { type: 'string' } } },
  })
  @ApiResponse({ status: HttpStatus.NOT_MODIFIED, description: 'Nothing happened since' })
  @Fails(InvalidId, OrderNotFound)
  async follow(
    @Caller() caller: Identity,
    @Param('id', IdParam) orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return sent(await this.answers.ofOrder(orderId, caller), reply);
  }
}
