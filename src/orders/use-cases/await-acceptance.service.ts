import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AppConfig, type Transaction } from '../../platform/index.js';
import { acceptDeadline } from '../domain/accept-deadline.js';
import { StoreTermsRepository } from '../../delivery-options/index.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { expireUnaccepted } from './expire-unaccepted.job.js';
import { OrderLifecycle } from './order-lifecycle.service.js';

/** Starts the acceptance of an order that has just been placed. */
@Injectable()
export class AwaitAcceptance {
  constructor(
    private readonly terms: StoreTermsRepository,
    private readonly lifecycle: OrderLifecycle,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Accepts the order where the store does so automatically; else sets a deadline. */
  async begin(tx: Transaction, order: OrderEntity, slotStart: Date | null): Promise<OrderEntity> {
    const { terms } = await this.terms.ofStore(tx, order.storeId);
    if (terms.autoAccept) {
      return this.lifecycle.move(tx, order.id, 'accept', { accountId: null, role: 'system' });
    }
    const { orderAcceptMinutes } = this.config;
    const startAfter = acceptDeadline(this.clock.now(), slotStart, orderAcceptMinutes);
    await tx.enqueue(expireUnaccepted, { orderId: order.id }, { startAfter });
    return order;
  }
}
