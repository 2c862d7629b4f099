import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import {
  AppConfig,
  derivedKeys,
  isSigned,
  Scheduled,
  type SignedHeaders,
  UnitOfWork,
  webhookKey,
} from '../../platform/index.js';
import { WebhookNotSigned } from '../orders.errors.js';
import { PaymentRepository } from '../persistence/payment.repository.js';
import { readPaymentEvent } from './payment-events.js';
import { PaymentOutcomes } from './payment-outcomes.service.js';

/** Providers repeat events without an answer for some days, and by hand for some weeks. */
const keptMs = 30 * 24 * 60 * 60_000;

/** Verifies the signature of events, and acts on each event once. */
@Injectable()
export class PaymentWebhooks {
  /** Newest first. */
  readonly keys: readonly Buffer[];

  constructor(
    config: AppConfig,
    private readonly unitOfWork: UnitOfWork,
    private readonly payments: PaymentRepository,
    private readonly outcomes: PaymentOutcomes,
    private readonly clock: Clock,
  ) {
    const { paymentWebhookSecrets: secrets, paymentProvider } = config;
    // The fake signs with a key that only this installation knows.
    const isFake = secrets.length === 0 && paymentProvider === 'fake';
    this.keys = isFake ? derivedKeys(config, 'webhooks') : secrets.map(webhookKey);
  }

  @Scheduled('orders.forget-payment-events', '41 3 * * *')
  forgetOldEvents(): Promise<void> {
    return this.payments.forgetEvents(new Date(this.clock.now().getTime() - keptMs));
  }

  /**
   * Also accepts repeated, late and unknown events: sending them again would change nothing.
   * @throws webhook-not-signed, validation-failed
   */
  async receive(headers: SignedHeaders, body: Buffer): Promise<void> {
    const now = this.clock.now();
    if (!isSigned(this.keys, headers, body, now)) {
      throw WebhookNotSigned.because('No signature fits these bytes at this time.');
    }
    const { id, type, data } = readPaymentEvent(headers.id!, body);
    const { paymentId, authorization, amountMinor } = data;
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.payments.receive(tx, id, type, now))) return;
      const orderId = await this.payments.orderOf(tx, paymentId);
      if (!orderId) return;
      if (type === 'payment.declined') await this.outcomes.declined(tx, orderId);
      if (type === 'payment.captured') await this.outcomes.captured(tx, orderId, amountMinor);
      if (type === 'payment.authorized' && authorization) {
        await this.outcomes.authorized(tx, orderId, authorization, amountMinor);
      }
    });
  }
}
