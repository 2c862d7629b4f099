import { Injectable } from '@nestjs/common';
import { isTaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import { money } from '../../kernel/money.js';
import { UnitOfWork } from '../../platform/index.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PaymentRefundRepository } from '../persistence/payment-refund.repository.js';
import { PaymentRepository } from '../persistence/payment.repository.js';
import { PaymentOutcomes } from './payment-outcomes.service.js';
import { PaymentProvider, type ProviderAnswer } from '../domain/payment-provider.port.js';

/** `again`: the provider must be asked once more. */
export type Progress = 'settled' | 'again';

/** Longest wait for an answer: a provider that hangs must not block the other payments. */
const patience = timeout(10_000, TimeoutStrategy.Aggressive);

async function inTime(ask: () => Promise<ProviderAnswer>): Promise<ProviderAnswer> {
  try {
    return await patience.execute(ask);
  } catch (error) {
    if (!isTaskCancelledError(error)) throw error;
    return { outcome: 'unknown' };
  }
}

const authorizeReference = (paymentId: string) => `${paymentId}:authorize`;

/**
 * Calls the payment provider, always outside of transactions, and always under the question's own
 * reference: one call too many moves no money.
 */
@Injectable()
export class PaymentCalls {
  constructor(
    private readonly provider: PaymentProvider,
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly refunds: PaymentRefundRepository,
    private readonly outcomes: PaymentOutcomes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async authorize(orderId: string): Promise<Progress> {
    const payment = await this.#payment(orderId);
    const { id: paymentId, status, token } = payment;
    const reference = authorizeReference(paymentId);
    const isGivenUp = status === 'void_pending' || status === 'voided';
    if (status !== 'pending' && !isGivenUp) return 'settled';
    const amount = money(Number(payment.holdMinor), payment.currency);
    // The order has ended: an earlier request may still have made a hold, which must be voided.
    const answer = await inTime(() =>
      isGivenUp
        ? this.provider.find(reference)
        : this.provider.authorize({ reference, paymentId, token: token!, amount }),
    );
    if (answer.outcome === 'unknown') return 'again';
    await this.unitOfWork.run((tx) =>
      answer.outcome === 'done'
        ? this.outcomes.authorized(tx, orderId, answer.providerReference, amount.amountMinor)
        : this.outcomes.declined(tx, orderId),
    );
    return 'settled';
  }

  async capture(orderId: string): Promise<Progress> {
    const payment = await this.#payment(orderId);
    if (payment.status !== 'capture_pending') return 'settled';
    const order = await this.unitOfWork.run((tx) =>
      this.orders.lock(tx, orderId, { role: 'system' }),
    );
    const amount = money(Number(order!.totalMinor), payment.currency);
    const reference = `${payment.id}:capture`;
    const authorization = payment.providerReference!;
    const { outcome } = await inTime(() =>
      this.provider.capture({ reference, authorization, amount }),
    );
    if (outcome !== 'done') return 'again';
    await this.unitOfWork.run((tx) => this.outcomes.captured(tx, orderId, amount.amountMinor));
    return 'settled';
  }

  /** `late`: an authorization that came after the order had ended. */
  async void(orderId: string, late: string | null): Promise<Progress> {
    const payment = await this.#payment(orderId);
    if (!late && payment.status !== 'void_pending') return 'settled';
    const known = late ?? payment.providerReference;
    const held: ProviderAnswer = known
      ? { outcome: 'done', providerReference: known }
      : await inTime(() => this.provider.find(authorizeReference(payment.id)));
    if (held.outcome === 'unknown') return 'again';
    if (held.outcome === 'done') {
      const { providerReference: authorization } = held;
      const reference = `${authorization}:void`;
      const { outcome } = await inTime(() => this.provider.void({ reference, authorization }));
      if (outcome !== 'done') return 'again';
    }
    await this.unitOfWork.run((tx) => this.outcomes.voided(tx, orderId));
    return 'settled';
  }

  async refund(orderId: string, refundId: string): Promise<Progress> {
    const payment = await this.#payment(orderId);
    const refund = await this.unitOfWork.run((tx) => this.refunds.find(tx, refundId));
    if (refund?.status !== 'pending') return 'settled';
    const authorization = payment.providerReference!;
    const amount = money(refund.amountMinor, payment.currency);
    const answer = await inTime(() =>
      this.provider.refund({ reference: refundId, authorization, amount }),
    );
    if (answer.outcome === 'unknown') return 'again';
    await this.unitOfWork.run((tx) =>
      answer.outcome === 'done'
        ? this.outcomes.refunded(tx, refund, answer.providerReference)
        : this.outcomes.refundFailed(tx, refund, answer.because),
    );
    return 'settled';
  }

  #payment(orderId: string) {
    return this.unitOfWork.run((tx) => this.payments.ofOrder(tx, orderId));
  }
}
