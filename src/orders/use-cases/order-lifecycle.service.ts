import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import type { ReturnedStock } from '../../catalog/index.js';
import { money } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import { type Actor, allowedActions, type OrderFacts, orderWay } from '../domain/order-facts.js';
import { bagOf } from '../domain/order-ledger.js';
import { hasTaken, type OrderGuard, type OrderStatus } from '../domain/order-status.js';
import {
  CancelAlreadyRequested,
  HoldExceeded,
  IllegalTransition,
  LinesOpen,
  NotYourPick,
  OrderNotFound,
} from '../orders.errors.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PaymentRepository } from '../persistence/payment.repository.js';
import { ledgerLine, OrderEffects } from './order-effects.service.js';
import { OrderJournal, type TransitionReason } from './order-journal.service.js';

/** An order whose row is locked. */
export type LockedOrder = Pick<OrderEntity, 'status' | 'storeId'>;

/**
 * The only way to move orders: along the table of transitions, with one conditional update, one
 * timeline row, one outbox row and the table's effects, in the caller's transaction. The order's
 * row is locked first: a concurrent move waits, and then sees the order moved.
 */
@Injectable()
export class OrderLifecycle {
  constructor(
    private readonly orders: OrderRepository,
    private readonly payments: PaymentRepository,
    private readonly effects: OrderEffects,
    private readonly journal: OrderJournal,
  ) {}

  /**
   * Locks the order until the transaction ends and answers its state, for modules that keep a part
   * of the order elsewhere.
   * @throws order-not-found, also for an order of another store than `who` works for
   */
  async lock(tx: Transaction, orderId: string, who: InStores): Promise<LockedOrder> {
    const { status, storeId } = await this.#lock(tx, orderId, who);
    return { status, storeId };
  }

  /** Like `lock`, but null when it is locked already: for callers with another order's lock. */
  async lockIfFree(tx: Transaction, orderId: string): Promise<OrderStatus | null> {
    return (await this.orders.lockIfFree(tx, orderId))?.status ?? null;
  }

  /**
   * `takenBack`: for a return, where some goods do not go back on the shelf.
   * @throws order-not-found, illegal-transition (also after a concurrent move), and the failures of
   *   the action's guards: not-your-pick, lines-open, hold-exceeded, cancel-requested
   */
  async move(
    tx: Transaction,
    orderId: string,
    action: string,
    actor: Actor,
    why: TransitionReason = {},
    takenBack?: ReturnedStock,
  ): Promise<OrderEntity> {
    const order = await this.#lock(tx, orderId, actor);
    const lines = await this.orders.linesOf(tx, orderId);
    const facts = await this.#facts(tx, order, lines);
    const found = orderWay(facts, action, actor);
    if ('refusal' in found) {
      const { refusal } = found;
      throw refusal.why === 'guard'
        ? broken[refusal.guard](facts, action, actor)
        : illegal(facts, action, actor);
    }
    const { to, effects = [] } = found.transition;
    const moved = await this.orders.move(
      tx,
      order,
      to,
      this.effects.changes(order, effects, actor),
    );
    if (!moved) throw new Error(`Order ${orderId} changed under its lock`);
    const { status: from, currency } = order;
    const step = { machine: 'order' as const, subjectId: orderId, action, from, to };
    await this.journal.record(tx, moved, step, actor, why);
    const counted = lines.map((line) => ledgerLine(currency, line));
    return this.effects.take(tx, effects, {
      order: moved,
      from,
      actor,
      lines: counted,
      takenBack: takenBack ?? { shelved: bagOf(counted), writtenOff: [] },
    });
  }

  /**
   * Like `move`, for people: skips a repeat of the actor's own last move, as phones may ask twice.
   * @throws the failures of `move`
   */
  async moveOnce(tx: Transaction, orderId: string, action: string, actor: Actor): Promise<void> {
    const { status } = await this.#lock(tx, orderId, actor);
    if (hasTaken(action, status)) {
      const last = await this.orders.lastMoveOf(tx, orderId);
      if (last.action === action && last.actorId === actor.accountId) return;
    }
    await this.move(tx, orderId, action, actor);
  }

  async #lock(tx: Transaction, orderId: string, who: InStores): Promise<OrderEntity> {
    const order = await this.orders.lock(tx, orderId, who);
    if (!order) throw OrderNotFound.because('There is no order with this id.');
    return order;
  }

  async #facts(
    tx: Transaction,
    order: OrderEntity,
    lines: readonly OrderLineEntity[],
  ): Promise<OrderFacts> {
    const { currency, totalMinor } = order;
    const { holdMinor } = await this.payments.ofOrder(tx, order.id);
    const amount = (minor: string) => money(Number(minor), currency);
    const hold = holdMinor === null ? null : amount(holdMinor);
    return { ...order, lines, totals: { total: amount(totalMinor) }, payment: { hold } };
  }
}

function illegal(order: OrderFacts, action: string, actor: Actor): Error {
  const { status: orderStatus } = order;
  return IllegalTransition.because(
    `The order is ${orderStatus}: no ${action} by a ${actor.role} now.`,
    { orderStatus, allowed: allowedActions(order, actor) },
  );
}

const linesOpen = () =>
  LinesOpen.because('Some lines wait for the picker, or for an answer of the customer.');
const broken: Record<OrderGuard, (order: OrderFacts, action: string, actor: Actor) => Error> = {
  own_pick: () => NotYourPick.because('Another picker has started this order.'),
  lines_done: linesOpen,
  something_picked: linesOpen,
  nothing_picked: linesOpen,
  within_hold: ({ totals: { total }, payment: { hold } }) =>
    HoldExceeded.because('What was picked costs more than the card is held for.', { total, hold }),
  not_asked: () => CancelAlreadyRequested.because('The customer has asked to cancel already.'),
  undeliverable: illegal,
};
