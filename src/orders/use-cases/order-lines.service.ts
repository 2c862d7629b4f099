import { Injectable } from '@nestjs/common';
import { sumMoney } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { charged } from '../domain/order-ledger.js';
import { type LineGuard, lineMachine } from '../domain/line-status.js';
import { lineTotal } from '../domain/pricing.js';
import { amountOf } from '../domain/weight.js';
import { IllegalLineStep, LineNotFound, NotYourPick, OrderNotFound } from '../orders.errors.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';
import { type LineChange, OrderRepository } from '../persistence/order.repository.js';
import { ledgerLine } from './order-effects.service.js';
import { OrderJournal, type Why } from './order-journal.service.js';

export interface LineStep {
  readonly orderId: string;
  readonly lineId: string;
  readonly action: string;
  readonly actor: Actor;
  /** What changes besides the status. */
  readonly change?: Omit<LineChange, 'status' | 'lineTotalMinor'>;
  readonly why?: Why;
}

/** Moves the lines of an order that is being picked; the order's totals follow. */
@Injectable()
export class OrderLines {
  constructor(
    private readonly orders: OrderRepository,
    private readonly journal: OrderJournal,
  ) {}

  /** @throws order-not-found, line-not-found, not-your-pick, illegal-line-step */
  async move(tx: Transaction, step: LineStep): Promise<OrderEntity> {
    const { orderId, lineId, action, actor, change = {}, why } = step;
    const order = await this.orders.lock(tx, orderId);
    if (!order) throw OrderNotFound.because('There is no order with this id.');
    if (actor.role === 'picker' && order.pickerId !== actor.accountId) {
      throw NotYourPick.because('Another picker has started this order, or nobody yet.');
    }
    const lines = await this.orders.linesOf(tx, orderId);
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw LineNotFound.because('The order has no line with this id.');

    const next = { ...line, ...change };
    const found = lineMachine.find(line.status, action, actor.role, (guard) => guards[guard](next));
    if (order.status !== 'picking' || 'refusal' in found) {
      throw IllegalLineStep.because(`The line is ${line.status}: no ${action} of it now.`, {
        orderStatus: order.status,
        lineStatus: line.status,
      });
    }
    const { to } = found.transition;
    const price = charged(ledgerLine(order.currency, { ...next, status: to }));
    const lineTotalMinor = String(price ? lineTotal(price).amountMinor : 0);
    const moved = await this.orders.changeLine(tx, line, { ...change, status: to, lineTotalMinor });
    if (!moved) throw new Error(`Line ${lineId} changed under its order's lock`);
    const counted = await this.#recount(
      tx,
      order,
      lines.map((each) => (each.id === lineId ? moved : each)),
    );
    const from = line.status;
    const journaled = { machine: 'line' as const, subjectId: lineId, action, from, to };
    await this.journal.record(tx, counted, journaled, actor, why);
    return counted;
  }

  /** The totals are the sum of the lines again, and the fees as they were. */
  async #recount(tx: Transaction, order: OrderEntity, lines: readonly OrderLineEntity[]) {
    const goods = lines.flatMap((line) => {
      const price = charged(ledgerLine(order.currency, line));
      return price ? [lineTotal(price)] : [];
    });
    const subtotal = sumMoney(order.currency, goods).amountMinor;
    const fees = order.fees.reduce((sum, fee) => sum + fee.amountMinor, 0);
    const counted = await this.orders.recount(tx, order, {
      subtotalMinor: String(subtotal),
      totalMinor: String(subtotal + fees),
    });
    if (!counted) throw new Error(`Order ${order.id} changed under its lock`);
    return counted;
  }
}

const guards: Record<LineGuard, (line: OrderLineEntity) => boolean> = {
  whole_amount: ({ unit, quantity, pickedQuantity }) =>
    amountOf(unit, quantity, pickedQuantity ?? 0) === 'whole',
  part_amount: ({ unit, quantity, pickedQuantity }) =>
    (pickedQuantity ?? 0) > 0 && amountOf(unit, quantity, pickedQuantity ?? 0) === 'part',
  substitute_allowed: () => false,
  must_ask: () => false,
  proposal_replaces: ({ substitute, productId }) => substitute?.productId !== productId,
  proposal_weighs: ({ substitute, productId }) => substitute?.productId === productId,
  fallback_accept: ({ fallback }) => fallback === 'accept',
  fallback_refund: ({ fallback }) => fallback === 'refund',
};
