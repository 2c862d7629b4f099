import { Injectable } from '@nestjs/common';
import { CachedReads } from '../../cache/index.js';
import {
  anyOwner,
  historyPolicy,
  type HistoryRequest,
  orderPolicy,
  type OrderRequest,
} from '../orders.cache.js';
import type { OrderSnapshot, OrderSummary } from '../domain/order-snapshot.js';
import { OrderReads } from '../persistence/order-reads.queries.js';

/** Orders for those who ask again and again: by way of the cache, each owner's apart. */
@Injectable()
export class OrderViews {
  constructor(
    private readonly cached: CachedReads,
    private readonly reads: OrderReads,
  ) {}

  /** Null when there is no such order, or when it is someone else's: the two look the same. */
  one(request: OrderRequest): Promise<OrderSnapshot | null> {
    const { orderId, ownerId } = request;
    const owner = ownerId === anyOwner ? null : ownerId;
    return this.cached.read(orderPolicy, request, () => this.reads.snapshot(orderId, { owner }));
  }

  /** One more than `limit` where the list goes on. */
  async history(request: HistoryRequest): Promise<OrderSummary[]> {
    const { customerId, limit, after } = request;
    const found = await this.cached.read(historyPolicy, request, () =>
      this.reads.ofCustomer(customerId, limit + 1, after),
    );
    return found!;
  }
}
