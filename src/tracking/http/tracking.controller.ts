import { Controller, Get, Headers, HttpStatus, Param, Req, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AccessGuard,
  Caller,
  type IdentifiedRequest,
  type Identity,
  Roles,
} from '../../accounts/index.js';
import { OrderNotFound } from '../../orders/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { StreamsFull, TooManyStreams } from '../tracking.errors.js';
import { StreamsTracking } from './streams-tracking.decorator.js';
import { sent, TrackingAnswers } from './tracking-answers.js';
import { TrackingStreams } from './tracking-streams.js';
import { TrackingResponse } from './tracking.responses.js';

@ApiTags('tracking')
@Controller('v1/orders')
export class TrackingController {
  constructor(
    private readonly answers: TrackingAnswers,
    private readonly streams: TrackingStreams,
    private readonly guard: AccessGuard,
  ) {}

  @Get(':id/tracking')
  @Roles('customer', 'dispatcher', 'admin')
  @ApiOperation({
    summary: 'Where is my order?',
    description:
      'Made for polling: wait `pollAfterMs`, then send the ETag. The ETag changes when something ' +
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
  @Fails(OrderNotFound)
  async trackOrder(
    @Caller() caller: Identity,
    @Param('id', IdParam) orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return sent(await this.answers.ofOrder(orderId, caller), reply);
  }

  @Get(':id/tracking/stream')
  @Roles('customer', 'dispatcher', 'admin')
  @ApiOperation({
    summary: 'Where is my order? As it happens',
    description:
      'Server-sent events with the answers to polls (polls stay the contract): the first at once, ' +
      'then within a second of each change, with the ETag as id. It ends with the order, with ' +
      'the access token and after ten minutes; reconnect with `Last-Event-ID`, until 204 says ' +
      'that nothing will follow. The browser’s own EventSource sends no Authorization header: ' +
      'use `fetch`, or a client made of it. Five streams of an account may be open.',
  })
  @ApiParam({ name: 'id', description: '`id` of POST or GET /v1/orders', format: 'uuid' })
  @StreamsTracking()
  @Fails(OrderNotFound, TooManyStreams, StreamsFull)
  async streamTracking(
    @Caller() caller: Identity,
    @Param('id', IdParam) orderId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest & IdentifiedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const look = async () => {
      // Checked at each look, as at each poll: a stream must not outlive its reader's token.
      await this.guard.lets(
        request,
        TrackingController.prototype.streamTracking,
        TrackingController,
      );
      return this.answers.ofOrder(orderId, request.identity!);
    };
    await this.streams.send(reply, { reader: caller.accountId, look, lastEventId });
  }
}
