import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { OrderLifecycle, OrderReads, type OrderSnapshot } from '../../orders/index.js';
import type { Transaction } from '../../platform/index.js';
import {
  type DispatchStatus,
  type GivenUp,
  mostReturns,
  orderMayBeAssigned,
  searchFrom,
} from '../domain/dispatch-rules.js';
import { dispatchGivenUp } from '../drivers.events.js';
import type { DispatchEntity } from '../persistence/dispatch.entity.js';
import { DispatchRepository } from '../persistence/dispatch.repository.js';
import { OfferLifecycle } from './offer-lifecycle.service.js';

export const dispatchOrder = 'drivers.dispatch-order';
export const wakeOrders = 'drivers.wake-orders';

export interface DispatchStep {
  readonly orderId: string;
  /** The dispatch's step: when the dispatch has another number, the job has been overtaken. */
  readonly step: number;
}

const system = { accountId: null, role: 'system' as const };

/** Starts and ends searches for drivers. The caller has locked the order. */
@Injectable()
export class Dispatches {
  constructor(
    private readonly dispatches: DispatchRepository,
    private readonly offers: OfferLifecycle,
    private readonly orders: OrderLifecycle,
    private readonly reads: OrderReads,
    private readonly clock: Clock,
  ) {}

  /** Starts the search in time for the order; once, however often it is called. */
  async begin(tx: Transaction, orderId: string): Promise<void> {
    const order = await this.#read(tx, orderId);
    const dispatch = orderMayBeAssigned(order.status) && (await this.#insert(tx, order));
    if (dispatch) await this.goOnAt(tx, dispatch, dispatch.startedAt);
  }

  /** The order has a driver, or needs none any more. */
  async settle(tx: Transaction, orderId: string): Promise<void> {
    await this.offers.withdrawOf(tx, orderId);
    const dispatch = await this.dispatches.find(orderId, tx);
    if (!dispatch || dispatch.status === 'settled') return;
    await this.dispatches.change(tx, dispatch, { status: 'settled' });
    // Only a search that was given up has left a flag.
    if (dispatch.status === 'searching' && dispatch.search === 1) return;
    const { needsDispatchAt, status } = await this.#read(tx, orderId);
    if (needsDispatchAt === null || !orderMayBeAssigned(status)) return;
    await this.orders.move(tx, orderId, 'clear-dispatch', system);
  }

  /** A driver has returned or lost the order; after too many returns it is left to staff. */
  async returned(tx: Transaction, orderId: string): Promise<void> {
    const order = await this.#read(tx, orderId);
    if (!orderMayBeAssigned(order.status)) return;
    const dispatch =
      (await this.dispatches.find(orderId, tx)) ?? (await this.#insert(tx, order, 'settled'))!;
    const returns = dispatch.returns + 1;
    if (returns > mostReturns) return this.giveUp(tx, { ...dispatch, returns }, 'returned');
    await this.#searchAgain(tx, { ...dispatch, returns }, order);
  }

  /** The asked driver will not take it: asks the next one now. */
  async goOnNow(tx: Transaction, orderId: string): Promise<void> {
    const dispatch = await this.dispatches.find(orderId, tx);
    if (dispatch?.status !== 'searching') return;
    await this.goOnAt(tx, await this.dispatches.change(tx, dispatch, {}), this.clock.now());
  }

  /** Searches again, because another driver is there to ask. */
  async wake(tx: Transaction, orderId: string): Promise<void> {
    const dispatch = await this.dispatches.find(orderId, tx);
    if (dispatch?.status !== 'given_up') return;
    const order = await this.#read(tx, orderId);
    if (orderMayBeAssigned(order.status)) await this.#searchAgain(tx, dispatch, order);
  }

  /** A driver of the store has room again: looks for an order that found nobody. */
  async hasRoom(tx: Transaction, storeId: string): Promise<void> {
    const waiting = await this.dispatches.givenUp(storeId, mostReturns, tx);
    if (waiting.length > 0) await tx.enqueue(wakeOrders, { storeId });
  }

  /** Leaves the order to staff; the customer is told, and may cancel. */
  async giveUp(tx: Transaction, dispatch: DispatchEntity, why: GivenUp): Promise<void> {
    const { orderId, storeId, returns } = dispatch;
    await this.dispatches.change(tx, dispatch, { status: 'given_up', returns });
    await tx.publish(dispatchGivenUp({ orderId, storeId, why }));
    const { needsDispatchAt } = await this.#read(tx, orderId);
    if (needsDispatchAt !== null) return;
    const reason = 'no driver was found';
    await this.orders.move(tx, orderId, 'flag-dispatch', system, { reason, reasonCode: why });
  }

  /** Enqueues the job that goes on from the dispatch's present step. */
  goOnAt(tx: Transaction, { orderId, step }: DispatchEntity, startAfter: Date): Promise<void> {
    return tx.enqueue(dispatchOrder, { orderId, step } satisfies DispatchStep, { startAfter });
  }

  async #searchAgain(tx: Transaction, dispatch: DispatchEntity, order: OrderSnapshot) {
    const { returns } = dispatch;
    const startedAt = searchFrom(order.slot, this.clock.now());
    const search = dispatch.search + 1;
    const change = { status: 'searching' as const, startedAt, search, round: 1, returns };
    await this.goOnAt(tx, await this.dispatches.change(tx, dispatch, change), startedAt);
  }

  #insert(tx: Transaction, order: OrderSnapshot, status: DispatchStatus = 'searching') {
    const { id: orderId, storeId, slot } = order;
    const startedAt = searchFrom(slot, this.clock.now());
    return this.dispatches.insert(tx, { orderId, storeId, status, startedAt });
  }

  async #read(tx: Transaction, orderId: string): Promise<OrderSnapshot> {
    return (await this.reads.snapshot(orderId, { tx }))!;
  }
}
