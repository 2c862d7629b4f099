import { Injectable } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { OrderReads } from '../../orders/index.js';
import { type News, newsOf } from '../domain/news.js';
import { noticeOfFact } from '../domain/notice-of-fact.js';
import type { HeardFact } from './notice-jobs.js';

/** Reads what a fact about an order leaves out: facts hold nothing personal. */
@Injectable()
export class OrderNews {
  constructor(
    private readonly orders: OrderReads,
    private readonly stores: StoresService,
  ) {}

  /** Null: there is nothing to tell (any more). */
  async of({ id: factId, type, payload, occurredAt }: HeardFact): Promise<News | null> {
    const kind = noticeOfFact({ type, payload });
    if (kind === null) return null;
    const { orderId } = payload as { readonly orderId: string };
    const order = await this.orders.snapshot(orderId);
    if (!order) return null;
    const store = await this.stores.resolve(order.storeId);
    return newsOf(kind, { factId, type, at: new Date(occurredAt), payload, order, store });
  }
}
