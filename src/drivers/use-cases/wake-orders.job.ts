import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrderLifecycle } from '../../orders/index.js';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { mostReturns } from '../domain/dispatch-rules.js';
import { DispatchRepository } from '../persistence/dispatch.repository.js';
import { Dispatches, wakeOrders } from './dispatches.service.js';

/** Restarts a store's failed searches when one of its drivers comes on duty or has room again. */
@Injectable()
export class WakeOrdersJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly repository: DispatchRepository,
    private readonly dispatches: Dispatches,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ storeId: string }>({
      name: wakeOrders,
      handle: ({ storeId }) => this.wake(storeId),
    });
  }

  /** Searches under way need no waking: they look every 20 seconds. */
  async wake(storeId: string): Promise<void> {
    for (const orderId of await this.repository.givenUp(storeId, mostReturns)) {
      await this.unitOfWork.run(async (tx) => {
        await this.orders.lock(tx, orderId, { role: 'system' });
        await this.dispatches.wake(tx, orderId);
      });
    }
  }
}
