import {
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Public, Roles } from '../../accounts/index.js';
import { OrderNotFound } from '../../orders/index.js';
import { AnswersLocation, Fails, IdParam, Limited } from '../../platform/index.js';
import { ShareLinks } from '../share-links.service.js';
import {
  OrderEnded,
  ShareLinkNotFound,
  StreamsFull,
  TooManyLinks,
  TooManyStreams,
} from '../tracking.errors.js';
import { SharedTrackingResponse, ShareLinkResponse } from './share.responses.js';
import { StreamsTracking } from './streams-tracking.decorator.js';
import { sent, TrackingAnswers } from './tracking-answers.js';
import { TrackingStreams } from './tracking-streams.js';

const orderId = { name: 'id', description: '`id` of POST or GET /v1/orders', format: 'uuid' };
const shareToken = {
  name: 'token',
  description: '`token` of POST /v1/orders/{id}/share',
  example: 'kJ3vQm0Zr8yTn5XcW1pLsA',
};

/** Following an order without a login. */
@ApiTags('tracking')
@Controller('v1')
export class ShareController {
  constructor(
    private readonly links: ShareLinks,
    private readonly answers: TrackingAnswers,
    private readonly streams: TrackingStreams,
  ) {}

  @Post('orders/:id/share')
  @Limited({ name: 'links', requests: 20, windowSeconds: 60, per: 'account' })
  @AnswersLocation('/v1/track/{token}')
  @Roles('customer')
  @ApiOperation({
    summary: 'A link for somebody else to follow the order',
    description:
      'Each call makes one more link. It shows neither address, phone, PIN nor prices, and ends ' +
      'three hours after the order does, at `expiresAt` at the latest.',
  })
  @ApiParam(orderId)
  @ApiCreatedResponse({
    type: ShareLinkResponse,
    description: 'The link: its token is shown only once',
  })
  @Fails(OrderNotFound, OrderEnded, TooManyLinks)
  async shareOrder(
    @Caller() caller: Identity,
    @Param('id', IdParam) id: string,
  ): Promise<ShareLinkResponse> {
    const { token, expiresAt } = await this.links.open(id, caller.accountId);
    return { url: `/v1/track/${token}`, token, expiresAt };
  }

  @Delete('orders/:id/share')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Roles('customer')
  @ApiOperation({ summary: 'Revoke all links to the order' })
  @ApiParam(orderId)
  @ApiNoContentResponse({ description: 'No link leads to the order any more' })
  @Fails(OrderNotFound)
  stopSharing(@Caller() caller: Identity, @Param('id', IdParam) id: string): Promise<void> {
    return this.links.revoke(id, caller.accountId);
  }

  @Get('track/:token')
  @Public()
  @ApiOperation({
    summary: 'Where is the order that was shared with me?',
    description: 'Made for polling, as GET /v1/orders/{id}/tracking is.',
  })
  @ApiParam(shareToken)
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'An ETag you have' })
  @ApiOkResponse({
    type: SharedTrackingResponse,
    description: 'The order now',
    headers: { ETag: { description: 'For If-None-Match', schema: { type: 'string' } } },
  })
  @ApiResponse({ status: HttpStatus.NOT_MODIFIED, description: 'Nothing happened since' })
  @Fails(ShareLinkNotFound)
  async trackSharedOrder(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return sent(await this.answers.ofShare(token), reply);
  }

  @Get('track/:token/stream')
  @Public()
  @ApiOperation({
    summary: 'Where is the order that was shared with me? As it happens',
    description:
      'Server-sent events, as of GET /v1/orders/{id}/tracking/stream; the browser’s EventSource ' +
      'will do. It ends with the link. Five streams of a link may be open.',
  })
  @ApiParam(shareToken)
  @StreamsTracking()
  @Fails(ShareLinkNotFound, TooManyStreams, StreamsFull)
  streamSharedTracking(
    @Param('token') token: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const look = () => this.answers.ofShare(token);
    return this.streams.send(reply, { reader: token, look, lastEventId });
  }
}
