import { Injectable } from '@nestjs/common';
import { OrderStock } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { sumMoney } from '../../kernel/money.js';
import type { Transaction } from '../../platform/index.js';
import {
  isAtWork,
  isOpenTo,
  lineActions,
  type LineStep,
  lineWay,
  writtenBy,
} from '../domain/line-step.js';
import type { LineEffect, LineGuard } from '../domain/line-status.js';
import type { Actor } from '../domain/order-facts.js';
import { charged, type Goods, substituteHeld } from '../domain/order-ledger.js';
import { lineTotal } from '../domain/pricing.js';
import { answerMinutes } from '../domain/substitution.js';
import { weightTolerancePercent } from '../domain/weight.js';
import {
  AmountDoesNotFit,
  CustomerMustBeAsked,
  IllegalLineStep,
  LineNotFound,
  NotYourPick,
  OrderNotFound,
  SubstituteNotWanted,
} from '../orders.errors.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { ledgerLine } from './order-effects.service.js';
import { OrderJournal, type TransitionReason } from './order-journal.service.js';
import { Substitutes } from './substitutes.service.js';

/** The job that ends a proposal at its deadline. */
export const lapseProposal = 'orders.lapse-proposal';

/** A step as requested: for substitutes it has the product's id and the quantity. */
export type AskedStep =
  | Exclude<LineStep, { readonly action: 'substitute' | 'propose' | 'lapse' }>
  | {
      readonly action: 'substitute' | 'propose';
      readonly productId: string;
      readonly quantity: number;
    }
  /** Ends only the proposal with this deadline. */
  | { readonly action: 'lapse'; readonly answerBy: Date };

export interface LineMove {
  readonly orderId: string;
  readonly lineId: string;
  readonly asked: AskedStep;
  readonly actor: Actor;
  readonly why?: TransitionReason;
}

/** Moves the lines of an order during picking, and updates stock and totals. */
@Injectable()
export class OrderLines {
  constructor(
    private readonly orders: OrderRepository,
    private readonly substitutes: Substitutes,
    private readonly stock: OrderStock,
    private readonly journal: OrderJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Skips a repeat of the line's last step, as phones may ask twice.
   * @throws order-not-found, line-not-found, not-your-pick, illegal-line-step, amount-does-not-fit,
   *   customer-must-be-asked, substitute-not-wanted, substitute-unsuitable, insufficient-stock
   */
  async move(tx: Transaction, { orderId, lineId, asked, actor, why }: LineMove): Promise<void> {
    const order = await this.orders.lock(tx, orderId, actor);
    if (!order || (actor.role === 'customer' && order.customerId !== actor.accountId)) {
      throw OrderNotFound.because('There is no order with this id.');
    }
    if (actor.role === 'picker' && order.pickerId !== actor.accountId) {
      throw NotYourPick.because('Another picker has started this order, or nobody yet.');
    }
    const lines = await this.orders.linesOf(tx, orderId);
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw LineNotFound.because('The order has no line with this id.');
    const { action } = asked;
    if (
      !isAtWork(order, actor) ||
      !isOpenTo(line.status, action, actor) ||
      isOutdated(line, asked)
    ) {
      const last = await this.orders.lastStepOf(tx, lineId);
      if (last === action && isWrittenOn(line, asked)) return;
      throw illegal(order, line, action, actor);
    }

    const step = await this.#stepOf(tx, order, line, asked);
    const next = { ...line, ...writtenBy(line, step) };
    const found = lineWay(next, action, actor);
    if ('refusal' in found) {
      const { refusal } = found;
      throw refusal.why === 'guard'
        ? broken(refusal.guard, next)
        : illegal(order, line, action, actor);
    }
    const { to, effects = [] } = found.transition;
    const moved = await this.#write(tx, order, line, { ...next, status: to });
    for (const effect of effects) await this.#take(tx, effect, order, line, moved);
    const counted = await this.#recount(
      tx,
      order,
      lines.map((each) => (each.id === lineId ? moved : each)),
    );
    const journaled = {
      machine: 'line' as const,
      subjectId: lineId,
      action,
      from: line.status,
      to,
    };
    const { reasonCode } = moved;
    await this.journal.record(tx, counted, journaled, actor, { reasonCode, ...why });
    if (moved.answerBy) {
      const proposal = { orderId, lineId, answerBy: moved.answerBy.toISOString() };
      await tx.enqueue(lapseProposal, proposal, { startAfter: moved.answerBy });
    }
  }

  async #stepOf(
    tx: Transaction,
    order: OrderEntity,
    line: OrderLineEntity,
    asked: AskedStep,
  ): Promise<LineStep> {
    if (!('productId' in asked)) return asked;
    const { action, productId, quantity } = asked;
    const substitute = await this.substitutes.of(tx, order, line, productId, quantity);
    if (action === 'substitute') return { action, substitute };
    const answerBy = new Date(this.clock.now().getTime() + answerMinutes * 60_000);
    return { action, substitute, answerBy };
  }

  async #write(tx: Transaction, order: OrderEntity, line: OrderLineEntity, next: OrderLineEntity) {
    const { status, pickedQuantity, reasonCode, substitute, answerBy } = next;
    const price = charged(ledgerLine(order.currency, next));
    const lineTotalMinor = String(price ? lineTotal(price).amountMinor : 0);
    const change = { status, pickedQuantity, reasonCode, substitute, answerBy, lineTotalMinor };
    const moved = await this.orders.changeLine(tx, line, change);
    if (!moved) throw new Error(`Line ${line.id} changed under its order's lock`);
    return moved;
  }

  async #take(
    tx: Transaction,
    effect: LineEffect,
    { storeId, currency }: OrderEntity,
    before: OrderLineEntity,
    after: OrderLineEntity,
  ): Promise<void> {
    const goods = (line: OrderLineEntity): Goods[] => substituteHeld(ledgerLine(currency, line));
    switch (effect) {
      case 'reserve_substitute':
        return this.stock.reserve(tx, storeId, goods(after));
      case 'release_substitute':
        return this.stock.release(tx, storeId, goods(before));
    }
  }

  /** Computes the totals again from the lines; the fees stay as they were. */
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

function isOutdated(line: OrderLineEntity, asked: AskedStep): boolean {
  return asked.action === 'lapse' && line.answerBy?.getTime() !== asked.answerBy.getTime();
}

/** Whether the line has the values that this step would have written. */
function isWrittenOn(line: OrderLineEntity, asked: AskedStep): boolean {
  switch (asked.action) {
    case 'find':
      return line.pickedQuantity === asked.quantity;
    case 'short':
      return line.pickedQuantity === asked.quantity && line.reasonCode === asked.reasonCode;
    case 'refund':
      return line.reasonCode === asked.reasonCode;
    case 'substitute':
    case 'propose':
      return (
        line.substitute?.productId === asked.productId &&
        line.substitute.quantity === asked.quantity
      );
    default:
      return true;
  }
}

function illegal(order: OrderEntity, line: OrderLineEntity, action: string, actor: Actor) {
  return IllegalLineStep.because(`The line is ${line.status}: no ${action} of it now.`, {
    orderStatus: order.status,
    lineStatus: line.status,
    allowed: lineActions(order, line, actor),
  });
}

/** @param line with the values of the step */
function broken(guard: LineGuard, line: OrderLineEntity): Error {
  const { unit, quantity, pickedQuantity, substitute, preference } = line;
  const isOther = substitute !== null && substitute.productId !== line.productId;
  if (guard === 'substitute_allowed' && isOther && preference !== 'refund') {
    return CustomerMustBeAsked.because(`The customer's preference is ${preference}.`);
  }
  if (isOther) return SubstituteNotWanted.because('The customer wants nothing instead.');
  const picked = substitute?.quantity ?? pickedQuantity;
  return AmountDoesNotFit.because(`${quantity} ordered, ${picked} picked, in ${unit}.`, {
    ordered: quantity,
    picked,
    ...(unit === 'g' && { tolerancePercent: weightTolerancePercent }),
  });
}
