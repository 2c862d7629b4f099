import { Body, Controller, Get, Headers, HttpStatus, Param, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  Fails,
  IdempotentRequests,
  IdParam,
  Limited,
  OptionalIdempotencyKey,
  sendIdempotent,
  type Transaction,
} from '../../platform/index.js';
import {
  ClaimTooLarge,
  ClaimWindowClosed,
  IllegalPaymentStep,
  LineNotFound,
  NotDelivered,
  OrderNotFound,
  RefundTooLarge,
} from '../orders.errors.js';
import { OrderClaims } from '../payments/order-claims.service.js';
import { OrderRefunds } from '../payments/order-refunds.service.js';
import { ClaimRequest, RefundRequest } from './claims.requests.js';
import {
  claimResponse,
  ClaimResponse,
  ClaimsResponse,
  refundResponse,
  RefundResponse,
  RefundsResponse,
} from './claims.responses.js';

const orderId = { name: 'id', description: '`id` of an order', format: 'uuid' };

/** Claims about a delivery, and refunds. */
@ApiTags('payments')
@Controller('v1')
export class ClaimsController {
  constructor(
    private readonly idempotent: IdempotentRequests,
    private readonly claims: OrderClaims,
    private readonly refunds: OrderRefunds,
  ) {}

  @Post('orders/:id/claims')
  @Limited({ name: 'claims', requests: 10, windowSeconds: 60, per: 'account' })
  @Roles('customer')
  @ApiOperation({
    summary: 'Claim goods that were missing, damaged, wrong or bad; they are refunded',
    description:
      'Within 48 hours of the delivery. Each line is refunded by the quantity claimed, in all at ' +
      'most its charge. The order stays `delivered`.',
  })
  @ApiParam(orderId)
  @OptionalIdempotencyKey()
  @ApiCreatedResponse({ type: ClaimResponse, description: 'The claim, with its refunds' })
  @Fails(OrderNotFound, NotDelivered)
  @Fails(ClaimWindowClosed, LineNotFound, ClaimTooLarge, IllegalPaymentStep, RefundTooLarge)
  async fileClaim(
    @Param('id', IdParam) id: string,
    @Body() body: ClaimRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lines, note = null, photoReference = null } = body;
    const route = `POST /v1/orders/${id}/claims`;
    const request = { ownerId: caller.accountId, route, key, body };
    const file = async (tx: Transaction) => {
      const claimId = await this.claims.file(tx, id, { lines, note, photoReference }, caller);
      const found = await this.claims.ofOrder(id, caller, tx);
      return claimResponse(
        found.claims.find((claim) => claim.id === claimId)!,
        found,
      );
    };
    sendIdempotent(reply, await this.idempotent.once(request, file, HttpStatus.CREATED));
  }

  @Get('orders/:id/claims')
  @Roles('customer', 'admin')
  @ApiOperation({ summary: 'The claims about an order, oldest first' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: ClaimsResponse, description: 'All claims' })
  @Fails(OrderNotFound)
  async listClaims(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<ClaimsResponse> {
    const found = await this.claims.ofOrder(id, caller);
    return { items: found.claims.map((claim) => claimResponse(claim, found)) };
  }

  @Get('orders/:id/refunds')
  @Roles('customer', 'admin')
  @ApiOperation({ summary: 'The refunds of an order, oldest first' })
  @ApiParam(orderId)
  @ApiOkResponse({ type: RefundsResponse, description: 'All refunds' })
  @Fails(OrderNotFound)
  async listRefunds(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<RefundsResponse> {
    const { refunds, currency } = await this.claims.ofOrder(id, caller);
    return { items: refunds.map((refund) => refundResponse(refund, currency)) };
  }

  @Post('admin/orders/:id/refunds')
  @Roles('admin')
  @ApiOperation({
    summary: 'Pay back a part of what was charged',
    description: 'The provider refunds cards; staff pay out `due` refunds (paid at the door).',
  })
  @ApiParam(orderId)
  @OptionalIdempotencyKey()
  @ApiCreatedResponse({ type: RefundResponse, description: 'The refund' })
  @Fails(OrderNotFound, LineNotFound)
  @Fails(IllegalPaymentStep, RefundTooLarge)
  async refundOrder(
    @Param('id', IdParam) id: string,
    @Body() body: RefundRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lineId = null, amountMinor, reason } = body;
    const route = `POST /v1/orders/${id}/refunds`;
    const request = { ownerId: caller.accountId, route, key, body };
    const payBack = async (tx: Transaction) => {
      const asked = { lineId, amountMinor };
      const refund = await this.refunds.byStaff(tx, id, asked, reason, caller);
      const { currency } = await this.claims.ofOrder(id, caller, tx);
      return refundResponse(refund, currency);
    };
    sendIdempotent(reply, await this.idempotent.once(request, payBack, HttpStatus.CREATED));
  }
}
