import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { doorOf, OrderLifecycle, OrderReads, type OrderSnapshot } from '../../orders/index.js';
import type { Transaction } from '../../platform/index.js';
import { togetherWith } from '../domain/batch-rules.js';
import type { DispatchEntity } from '../persistence/dispatch.entity.js';
import { DispatchRepository } from '../persistence/dispatch.repository.js';
import type { NewOffer } from '../persistence/offer.repository.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';
import { Dispatches } from './dispatches.service.js';
import { OfferLifecycle } from './offer-lifecycle.service.js';

/**
 * Offers a driver a second order with the first: both are ready at the store, and go to doors near
 * each other. Each offer is answered by itself, and each order goes its own way.
 */
@Injectable()
export class OfferTogether {
  constructor(
    private readonly orders: OrderLifecycle,
    private readonly reads: OrderReads,
    private readonly repository: DispatchRepository,
    private readonly dispatches: Dispatches,
    private readonly lifecycle: OfferLifecycle,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs in the transaction that has just made the first offer, and has locked its order and the
   * driver's shift.
   */
  async offerBeside(
    tx: Transaction,
    first: NewOffer,
    { order, shift }: { order: OrderSnapshot; shift: ShiftEntity },
  ): Promise<void> {
    if (order.status !== 'ready') return;
    const waiting = await this.repository.waitingBeside(tx, first, this.clock.now());
    const ready = await this.reads.drops('ready', [...waiting.keys()], tx);
    for (const { orderId } of togetherWith(doorOf(order), ready)) {
      const dispatch = await this.#lock(tx, waiting.get(orderId)!);
      if (!dispatch) continue;
      const { distanceM } = first;
      const second = (await this.reads.snapshot(orderId, { tx }))!;
      const question = { order: second, dispatch, shift, distanceM, beside: first };
      const offer = await this.lifecycle.begin(tx, question);
      if (!offer) continue;
      const changed = await this.repository.change(tx, dispatch, {});
      return this.dispatches.goOnAt(tx, changed, offer.expiresAt);
    }
  }

  /**
   * Does not wait: this transaction holds the lock of one order, and the holder of the other lock
   * may be waiting for it.
   */
  async #lock(tx: Transaction, seen: DispatchEntity): Promise<DispatchEntity | null> {
    if ((await this.orders.lockIfFree(tx, seen.orderId)) !== 'ready') return null;
    const dispatch = await this.repository.find(seen.orderId, tx);
    return dispatch?.step === seen.step ? dispatch : null;
  }
}
