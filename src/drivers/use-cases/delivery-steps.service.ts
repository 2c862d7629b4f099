import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { ExpectedFailure } from '../../kernel/failure.js';
import { formatMoney } from '../../kernel/money.js';
import { OrderLifecycle, OrderReads, type OrderSnapshot } from '../../orders/index.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { cashDue } from '../domain/cash-due.js';
import { type DeliveryStep, deliverySteps, stepsFrom } from '../domain/delivery-status.js';
import { CashMismatch, DeliveryNotFound, IllegalDeliveryStep } from '../drivers.errors.js';
import { deliveryEvent } from '../drivers.events.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';

/** A delivery with the order it carries. */
export interface DeliveryWithOrder {
  readonly delivery: DeliveryEntity;
  readonly order: OrderSnapshot;
}

/**
 * What a driver does with a delivery. Each step may be sent again, by a phone that did not hear
 * the answer: the repeat changes nothing and answers the same.
 */
@Injectable()
export class DeliveryStepsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveryRepository,
    private readonly orders: OrderReads,
    private readonly lifecycle: OrderLifecycle,
    private readonly clock: Clock,
  ) {}

  /** The driver's active deliveries, oldest first. */
  async active(driverId: string): Promise<DeliveryWithOrder[]> {
    const found = await this.deliveries.activeOf(driverId);
    return Promise.all(found.map((delivery) => this.#withOrder(delivery)));
  }

  /**
   * Takes the packed order out of the store.
   * @throws delivery-not-found, illegal-delivery-step, illegal-transition (not packed yet)
   */
  async collect(driverId: string, deliveryId: string): Promise<DeliveryWithOrder> {
    return this.#step('collect', driverId, deliveryId, (tx, id) =>
      this.deliveries.markCollected(tx, id, this.clock.now()),
    );
  }

  /**
   * Hands the order over for cash, in minor units of the order's currency.
   * @throws delivery-not-found, illegal-delivery-step, cash-mismatch
   */
  async deliver(driverId: string, deliveryId: string, cash: number): Promise<DeliveryWithOrder> {
    return this.#step(
      'deliver',
      driverId,
      deliveryId,
      (tx, id) => this.deliveries.markDelivered(tx, id, cash, this.clock.now()),
      (order) => requireExactCash(order, cash),
    );
  }

  async #step(
    step: DeliveryStep,
    driverId: string,
    deliveryId: string,
    mark: (tx: Transaction, id: string) => Promise<DeliveryEntity | null>,
    check: (order: OrderSnapshot) => void = () => {},
  ): Promise<DeliveryWithOrder> {
    const before = await this.#find(driverId, deliveryId);
    const { from, to } = deliverySteps[step];
    if (before.status !== from && before.status !== to) throw notAt(step, before);
    const current = await this.#withOrder(before);
    check(current.order);
    if (before.status === to) return current;

    const delivery = await this.unitOfWork.run(async (tx) => {
      const marked = await mark(tx, deliveryId);
      if (!marked) return null;
      const actor = { accountId: driverId, role: 'driver' as const };
      await this.lifecycle.move(tx, marked.orderId, step, actor);
      await tx.publish(deliveryEvent(marked));
      return marked;
    });
    if (delivery) return this.#withOrder(delivery);

    // Another request of this driver was between our look and our step.
    const now = await this.#find(driverId, deliveryId);
    if (now.status !== to) throw notAt(step, now);
    return this.#withOrder(now);
  }

  async #find(driverId: string, deliveryId: string): Promise<DeliveryEntity> {
    const delivery = await this.deliveries.findOf(driverId, deliveryId);
    if (!delivery) throw DeliveryNotFound.because('No delivery of this driver has this id.');
    return delivery;
  }

  async #withOrder(delivery: DeliveryEntity): Promise<DeliveryWithOrder> {
    const order = await this.orders.snapshot(delivery.orderId);
    if (!order) throw new Error(`Delivery ${delivery.id} carries an order that does not exist`);
    return { delivery, order };
  }
}

function notAt(step: DeliveryStep, { status }: DeliveryEntity): ExpectedFailure {
  const allowed = stepsFrom(status);
  return IllegalDeliveryStep.because(`A delivery that is ${status} takes no step "${step}".`, {
    deliveryStatus: status,
    allowed,
  });
}

function requireExactCash(order: OrderSnapshot, cash: number): void {
  const expected = cashDue(order);
  if (cash === expected.amountMinor) return;
  throw CashMismatch.because(`The order costs ${formatMoney(expected)}.`, { expected });
}
