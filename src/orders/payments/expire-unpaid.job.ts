import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../domain/order-facts.js';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { OrderLifecycle } from '../use-cases/order-lifecycle.service.js';
import { expireUnpaid } from '../use-cases/payment-jobs.js';

/** Expires an order that was not paid in time: gives back stock, slot and hold. */
@Injectable()
export class ExpireUnpaidJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly lifecycle: OrderLifecycle,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ orderId: string }>({
      name: expireUnpaid,
      handle: ({ orderId }) => this.expire(orderId),
    });
  }

  /** Does nothing to an order that is paid or has ended. */
  async expire(orderId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const clock: Actor = { accountId: null, role: 'system' };
      const order = await this.orders.lock(tx, orderId, clock);
      if (order?.status !== 'pending_payment') return;
      const why = { reason: 'it was not paid in time', reasonCode: 'not_paid' };
      await this.lifecycle.move(tx, orderId, 'expire', clock, why);
    });
  }
}
