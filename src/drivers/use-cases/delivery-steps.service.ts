import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/index.js';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import type { ExpectedFailure } from '../../kernel/failure.js';
import { type Actor, OrderLifecycle, OrderReads, type OrderSnapshot } from '../../orders/index.js';
import { Audit, type AuditNote, type Transaction, UnitOfWork } from '../../platform/index.js';
import { allowedActions, type DeliveryFailure, type Handover } from '../domain/delivery-facts.js';
import { hasTaken } from '../domain/delivery-status.js';
import { DeliveryNotFound, PinLocked, WrongPin } from '../drivers.errors.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { DeliveryLifecycle, type DeliveryReport, factsOf } from './delivery-lifecycle.service.js';

/** A delivery with its order, and its driver's allowed actions now. */
export interface DeliveryWithOrder {
  readonly delivery: DeliveryEntity;
  readonly order: OrderSnapshot;
  readonly storeName: string;
  /** Empty for an account that is gone. */
  readonly recipientName: string;
  readonly allowedActions: readonly string[];
}

/** How a driver tries to reach a customer. */
export const contactChannels = ['call', 'message', 'doorbell'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/**
 * A driver's steps of a delivery. Each may be sent again, by a phone that did not hear the answer:
 * the repeat changes nothing and answers the same.
 */
@Injectable()
export class DeliverySteps {
  constructor(
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: DeliveryRepository,
    private readonly orders: OrderReads,
    private readonly orderLifecycle: OrderLifecycle,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly stores: StoresService,
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
  ) {}

  /** The driver's active deliveries, oldest first. */
  async active(driverId: string): Promise<DeliveryWithOrder[]> {
    const found = await this.deliveries.activeOf(driverId);
    return Promise.all(found.map((delivery) => this.withOrder(delivery)));
  }

  /**
   * A step without further data: `arrive`, at the store or at the door, whichever is next;
   * `collect`; `release`, before it is collected; `return` or, for ten minutes, `resume`, after it
   * has failed.
   * @throws delivery-not-found, illegal-delivery-step; `collect` also illegal-transition (the order
   *   is not packed yet), `resume` also resume-too-late
   */
  step(
    action: 'arrive' | 'collect' | 'release' | 'return' | 'resume',
    driverId: string,
    deliveryId: string,
  ): Promise<DeliveryWithOrder> {
    return this.#step(action, driverId, deliveryId);
  }

  /**
   * Hands the order over.
   * @throws delivery-not-found, illegal-delivery-step, age-check-required, cash-mismatch,
   *   proof-required, wrong-pin, pin-locked
   */
  deliver(driverId: string, deliveryId: string, handover: Handover): Promise<DeliveryWithOrder> {
    return this.#step('deliver', driverId, deliveryId, { handover });
  }

  /**
   * Gives up at the door.
   * @throws delivery-not-found, illegal-delivery-step, contact-required
   */
  fail(driverId: string, deliveryId: string, failure: DeliveryFailure): Promise<DeliveryWithOrder> {
    return this.#step('fail', driverId, deliveryId, { failure });
  }

  /** @throws delivery-not-found, illegal-delivery-step */
  contact(driverId: string, deliveryId: string, channel: ContactChannel) {
    return this.#step('contact-attempts', driverId, deliveryId, { reasonCode: channel });
  }

  async #step(
    action: string,
    driverId: string,
    deliveryId: string,
    said: DeliveryReport = {},
  ): Promise<DeliveryWithOrder> {
    const { orderId } = await this.#find(driverId, deliveryId);
    try {
      const outcome = await this.unitOfWork.run(async (tx) => {
        const { storeId } = await this.orderLifecycle.lock(tx, orderId, { role: 'driver' });
        const delivery = await this.#find(driverId, deliveryId, tx);
        return hasTaken(action, delivery.status)
          ? { delivery }
          : this.#move(tx, delivery, action, said, pinOf(orderId, storeId));
      });
      if ('refused' in outcome) throw outcome.refused;
      return this.withOrder(outcome.delivery);
    } catch (error) {
      if (PinLocked.matches(error)) await this.#noteLocked(orderId);
      throw error;
    }
  }

  async #noteLocked(orderId: string): Promise<void> {
    const order = await this.orders.snapshot(orderId);
    const note = pinOf(orderId, order!.storeId);
    await this.audit.refused('limited', { ...note, reason: PinLocked.code });
  }

  /** Answers a wrong PIN instead of throwing, so that the commit keeps the count of wrong ones. */
  async #move(
    tx: Transaction,
    delivery: DeliveryEntity,
    action: string,
    said: DeliveryReport,
    pin: AuditNote,
  ): Promise<{ delivery: DeliveryEntity } | { refused: ExpectedFailure }> {
    try {
      const actor = driverOf(delivery);
      const moved = await this.lifecycle.move(tx, delivery, action, actor, said);
      if (said.handover?.pin) await this.audit.note(tx, pin);
      return { delivery: moved };
    } catch (error) {
      if (!WrongPin.matches(error)) throw error;
      await this.deliveries.countWrongPin(tx, delivery.id);
      await this.audit.noteRefused(tx, { ...pin, reason: WrongPin.code });
      return { refused: error };
    }
  }

  async #find(driverId: string, id: string, tx: Transaction | null = null) {
    const delivery = await this.deliveries.findOf(driverId, id, tx);
    if (!delivery) throw DeliveryNotFound.because('No delivery of this driver has this id.');
    return delivery;
  }

  async withOrder(delivery: DeliveryEntity): Promise<DeliveryWithOrder> {
    const order = await this.orders.snapshot(delivery.orderId);
    if (!order) throw new Error(`Delivery ${delivery.id} carries an order that does not exist`);
    const facts = factsOf(delivery, order, this.clock.now());
    const [store, customer] = await Promise.all([
      this.stores.resolve(order.storeId),
      this.accounts.find(order.customerId),
    ]);
    return {
      delivery,
      order,
      storeName: store.name,
      recipientName: customer?.displayName ?? '',
      allowedActions: allowedActions(facts, driverOf(delivery)),
    };
  }
}

const driverOf = ({ driverId }: DeliveryEntity): Actor => ({ accountId: driverId, role: 'driver' });

const pinOf = (orderId: string, storeId: string): AuditNote => ({
  action: 'pin.try',
  subject: { type: 'order', id: orderId },
  storeId,
});
