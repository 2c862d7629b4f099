import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { IllegalTransition } from '../orders.errors.js';
import { OrderLifecycle } from './order-lifecycle.service.js';

export const expireUnaccepted = 'orders.expire-unaccepted';

/** Expires an order that nobody accepted: gives back stock and slot. */
@Injectable()
export class ExpireUnacceptedJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycle: OrderLifecycle,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ orderId: string }>({
      name: expireUnaccepted,
      handle: ({ orderId }) => this.expire(orderId),
    });
  }

  /** Does nothing to an order that has moved on. */
  async expire(orderId: string): Promise<void> {
    const clock = { accountId: null, role: 'system' as const };
    try {
      await this.unitOfWork.run((tx) =>
        this.lifecycle.move(tx, orderId, 'expire', clock, { reason: 'nobody accepted it in time' }),
      );
    } catch (error) {
      if (!IllegalTransition.matches(error)) throw error;
    }
  }
}
