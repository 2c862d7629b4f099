import { Controller, Headers, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import {
  Fails,
  KeepsRawBody,
  MalformedJson,
  RawBody,
  ValidationFailed,
} from '../../platform/index.js';
import { WebhookNotSigned } from '../orders.errors.js';
import { PaymentWebhooks } from '../payments/payment-webhooks.service.js';
import { HeardResponse, PaymentEventRequest } from './webhooks.requests.js';

@ApiTags('payments')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: PaymentWebhooks) {}

  @Post('payments')
  @HttpCode(HttpStatus.OK)
  @Public()
  @KeepsRawBody()
  @ApiOperation({
    summary: 'Receive an event from the payment provider',
    description:
      'Signed as Standard Webhooks 1.0 (HMAC-SHA256 over id, timestamp and the bytes), at most five ' +
      'minutes ago. A repeated event has no further effect; events may come in any order.',
  })
  @ApiHeader({
    name: 'webhook-id',
    required: true,
    description: 'Id of the event',
    example: 'evt_1',
  })
  @ApiHeader({
    name: 'webhook-timestamp',
    required: true,
    description: 'Seconds since 1970',
    example: '1796108520',
  })
  @ApiHeader({
    name: 'webhook-signature',
    required: true,
    description: '`v1,<base64>`; several with a space between while secrets change',
    example: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  @ApiBody({ type: PaymentEventRequest })
  @ApiOkResponse({ type: HeardResponse, description: 'Received now or before' })
  @Fails(MalformedJson, ValidationFailed, WebhookNotSigned)
  async receivePaymentEvent(
    @Headers('webhook-id') id: string | undefined,
    @Headers('webhook-timestamp') timestamp: string | undefined,
    @Headers('webhook-signature') signature: string | undefined,
    @RawBody() body: Buffer,
  ): Promise<HeardResponse> {
    await this.webhooks.receive({ id, timestamp, signature }, body);
    return { heard: true };
  }
}
