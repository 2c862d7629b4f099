import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import {
  PickingQueue,
  type QueueCounts,
  type QueuedOrder,
} from '../persistence/picking-queue.queries.js';

/** What the pickers of a store see of its orders. */
@Injectable()
export class PickingQueues {
  constructor(
    private readonly stores: StoresService,
    private readonly queue: PickingQueue,
    private readonly clock: Clock,
  ) {}

  /** @throws store-not-found, store-required */
  async storeId(who: InStores, handle: string | undefined): Promise<string> {
    return (await this.stores.ofStaff(who, handle)).id;
  }

  /** What is due first comes first. `after`: `dueAt` and id of the last one seen. */
  page(
    storeId: string,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<QueuedOrder[]> {
    return this.queue.page(storeId, limit, after);
  }

  counts(storeId: string): Promise<QueueCounts> {
    return this.queue.counts(storeId, this.clock.now());
  }
}
