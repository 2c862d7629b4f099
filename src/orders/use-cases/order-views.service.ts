import { Injectable } from '@nestjs/common';
import { type InStores, worksAt } from '../../accounts/index.js';
import type { Actor } from '../domain/order-facts.js';
import { CachedReads } from '../../cache/index.js';
import { anyOwner, historyPolicy, type HistoryRequest, orderPolicy } from '../orders.cache.js';
import { withoutEarlyPin } from '../domain/delivery-pin.js';
import type { OrderSnapshot, OrderSummary } from '../domain/order-snapshot.js';
import type { Transaction } from '../../platform/index.js';
import { OrderNotFound } from '../orders.errors.js';
import { OrderReads } from '../persistence/order-reads.queries.js';
import {
  type FoundOrder,
  type OrderSearch,
  OrderSearches,
} from '../persistence/order-search.queries.js';

/** Reads orders for customers and staff. */
@Injectable()
export class OrderViews {
  constructor(
    private readonly cached: CachedReads,
    private readonly reads: OrderReads,
    private readonly searches: OrderSearches,
  ) {}

  /**
   * Reads by way of the cache, with separate entries per owner; all staff share one.
   * @throws order-not-found, also where somebody else owns it, or the reader works for other stores
   */
  async one(orderId: string, reader: Actor): Promise<OrderSnapshot> {
    const owner = reader.role === 'customer' ? reader.accountId : null;
    const request = { orderId, ownerId: owner ?? anyOwner };
    const order = await this.cached.read(orderPolicy, request, async () => {
      const found = await this.reads.snapshot(orderId, { owner });
      return found && withoutEarlyPin(found);
    });
    if (!order || !worksAt(reader, order.storeId)) throw unknownOrder();
    return order;
  }

  /** Newest first, by way of the cache. */
  async history(request: HistoryRequest): Promise<OrderSummary[]> {
    const { customerId, limit, after } = request;
    const found = await this.cached.read(historyPolicy, request, () =>
      this.reads.ofCustomer(customerId, limit, after),
    );
    return found!;
  }

  /**
   * Reads past the cache, inside `tx` where one is given: for the answer to a change.
   * @throws order-not-found, also where `owner` does not own it, or `reader` works for other stores
   */
  async now(
    orderId: string,
    reader: InStores,
    where: { owner?: string | null; tx?: Transaction | null } = {},
  ): Promise<OrderSnapshot> {
    const order = await this.reads.snapshot(orderId, where);
    if (!order || !worksAt(reader, order.storeId)) throw unknownOrder();
    return order;
  }

  /** Search results for staff, oldest first. */
  find(search: OrderSearch): Promise<FoundOrder[]> {
    return this.searches.find(search);
  }
}

const unknownOrder = () => OrderNotFound.because('There is no order with this id.');
