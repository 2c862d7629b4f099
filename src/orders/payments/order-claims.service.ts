import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { addMoney } from '../../kernel/money.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { type BoughtLine, type Refund, refundOf } from '../domain/payment-refund.js';
import {
  ClaimTooLarge,
  ClaimWindowClosed,
  LineNotFound,
  NotDelivered,
  OrderNotFound,
} from '../orders.errors.js';
import type { OrderEntity } from '../persistence/order.entity.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { PaymentClaimRepository } from '../persistence/payment-claim.repository.js';
import { PaymentRefundRepository } from '../persistence/payment-refund.repository.js';
import { OrderRefunds, type RefundPart } from './order-refunds.service.js';
import { type Claim, type ClaimLine, claimsClose } from '../domain/payment-claim.js';

export type NewClaim = Pick<Claim, 'lines' | 'note' | 'photoReference'>;

export interface ClaimsOfOrder {
  readonly currency: string;
  readonly claims: readonly Claim[];
  /** Refunds of claims, and of staff without a claim. */
  readonly refunds: readonly Refund[];
}

/** Claims of customers about missing or bad goods, and their refunds. */
@Injectable()
export class OrderClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly claims: PaymentClaimRepository,
    private readonly refunds: PaymentRefundRepository,
    private readonly orderRefunds: OrderRefunds,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Refunds the price of the claimed goods, at once or as soon as the card is charged; the order
   * keeps its status.
   * @throws order-not-found (also for somebody else's), not-delivered, claim-window-closed,
   *   line-not-found, claim-too-large
   */
  async file(tx: Transaction, orderId: string, wanted: NewClaim, actor: Actor): Promise<string> {
    const order = await this.orders.lock(tx, orderId, actor);
    if (order?.customerId !== actor.accountId) throw unknownOrder();
    const now = this.clock.now();
    requireInTime(order, now);
    const parts = await this.#partsOf(tx, order, wanted.lines);
    const claim = { ...wanted, id: this.ids.next(), createdAt: now };
    await this.claims.insert(tx, orderId, claim);
    const worth = parts.filter(({ amount }) => amount.amountMinor > 0);
    const grounds = { claimId: claim.id, reason: 'claim' };
    if (worth.length > 0) await this.orderRefunds.ask(tx, order, worth, grounds, actor);
    return claim.id;
  }

  /** @throws order-not-found (also for somebody else's) */
  ofOrder(orderId: string, who: Actor, tx?: Transaction): Promise<ClaimsOfOrder> {
    const { role, accountId } = who;
    const read = async (open: Transaction): Promise<ClaimsOfOrder> => {
      const order = await this.orders.lock(open, orderId, who);
      const isHidden = role === 'customer' && order?.customerId !== accountId;
      if (!order || isHidden) throw unknownOrder();
      return {
        currency: order.currency,
        claims: await this.claims.ofOrder(open, orderId),
        refunds: await this.refunds.ofOrder(open, orderId),
      };
    };
    return tx ? read(tx) : this.unitOfWork.run(read);
  }

  async #partsOf(
    tx: Transaction,
    order: OrderEntity,
    lines: readonly ClaimLine[],
  ): Promise<RefundPart[]> {
    const bought: Map<string, BoughtLine> = await this.orderRefunds.bought(tx, order);
    const claimed = new Map<string, number>();
    const earlier = await this.claims.ofOrder(tx, order.id);
    for (const { lineId, quantity } of earlier.flatMap((claim) => claim.lines)) {
      claimed.set(lineId, (claimed.get(lineId) ?? 0) + quantity);
    }
    return lines.map(({ lineId, quantity }) => {
      const line = bought.get(lineId);
      if (!line) throw LineNotFound.because('The order has no line with this id.', { lineId });
      const before = claimed.get(lineId) ?? 0;
      const left = line.quantity - before;
      if (quantity > left) {
        throw ClaimTooLarge.because('So much of it was not delivered.', { lineId, left });
      }
      const amount = refundOf(line, quantity);
      claimed.set(lineId, before + quantity);
      bought.set(lineId, { ...line, refunded: addMoney(line.refunded, amount) });
      return { lineId, amount };
    });
  }
}

const unknownOrder = () => OrderNotFound.because('There is no order with this id.');

function requireInTime({ deliveredAt }: OrderEntity, now: Date): void {
  if (!deliveredAt) throw NotDelivered.because('There is nothing yet to complain about.');
  const until = claimsClose(deliveredAt);
  if (now < until) return;
  const closed = until.toISOString();
  throw ClaimWindowClosed.because(`Claims were taken until ${closed}.`, { until: closed });
}
