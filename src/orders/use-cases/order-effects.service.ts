import { Injectable } from '@nestjs/common';
import { OrderStock, type ReturnedStock } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { money } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { bagOf, type LedgerLine, missingFrom, reservedBy } from '../domain/order-ledger.js';
import type { OrderEffect, OrderStatus } from '../domain/order-status.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';
import type { OrderChange } from '../persistence/order.repository.js';
import { SlotRepository } from '../../delivery-options/index.js';
import { OrderPayments } from './order-payments.service.js';

export interface Move {
  /** The order after the move. */
  readonly order: OrderEntity;
  readonly from: OrderStatus;
  readonly actor: Actor;
  readonly lines: readonly LedgerLine[];
  /** Returned goods. */
  readonly takenBack: ReturnedStock;
}

/** Applies the effects of an order's moves to slots, stock and payments. */
@Injectable()
export class OrderEffects {
  constructor(
    private readonly slots: SlotRepository,
    private readonly stock: OrderStock,
    private readonly payments: OrderPayments,
    private readonly clock: Clock,
  ) {}

  /** The changes of the order's own row. */
  changes(order: OrderEntity, effects: readonly OrderEffect[], actor: Actor): OrderChange {
    const is = (effect: OrderEffect) => effects.includes(effect);
    const now = this.clock.now();
    return {
      ...(is('claim_pick') && { pickerId: actor.accountId }),
      ...(is('leave_pick') && { pickerId: null }),
      ...(is('note_cancel_request') && { cancelRequestedAt: now }),
      ...(is('note_no_driver') && { needsDispatchAt: now }),
      ...(is('forget_no_driver') && { needsDispatchAt: null }),
      ...(is('count_attempt') && { deliveryAttempts: order.deliveryAttempts + 1 }),
      ...(is('note_delivery') && { deliveredAt: now }),
    };
  }

  /** Applies effects in order: slot before stock, as placing does, so that none deadlocks. */
  async take(tx: Transaction, effects: readonly OrderEffect[], move: Move): Promise<OrderEntity> {
    let { order } = move;
    for (const effect of effects) order = await this.#take(tx, effect, { ...move, order });
    return order;
  }

  async #take(
    tx: Transaction,
    effect: OrderEffect,
    { order, from, actor, lines, takenBack }: Move,
  ): Promise<OrderEntity> {
    const { id, storeId, slotId, status } = order;
    switch (effect) {
      case 'give_back_slot':
        if (slotId) await this.slots.giveBack(tx, slotId);
        return order;
      case 'give_back_stock':
        await this.stock.release(tx, storeId, reservedBy(from, lines));
        return order;
      case 'settle_stock':
        await this.stock.settle(tx, storeId, id, {
          reserved: reservedBy(from, lines),
          picked: bagOf(lines),
          missing: missingFrom(lines),
        });
        return order;
      case 'ship_stock':
        await this.stock.ship(tx, storeId, bagOf(lines), id);
        return order;
      case 'take_back_stock':
        await this.stock.takeBack(tx, storeId, id, takenBack);
        return order;
      case 'release_payment':
        return this.payments.release(tx, order, actor);
      case 'take_payment':
        return this.payments.take(tx, order, actor);
      case 'claim_pick':
      case 'leave_pick':
      case 'note_cancel_request':
      case 'note_no_driver':
      case 'forget_no_driver':
      case 'count_attempt':
      case 'note_delivery':
        return order;
      default:
        throw new Error(`Nobody takes the effect ${effect satisfies never} of ${status}`);
    }
  }
}

/** A stored line in the form of the ledger. */
export function ledgerLine(currency: string, line: OrderLineEntity): LedgerLine {
  return { ...line, price: money(Number(line.priceMinor), currency) };
}
