import { Injectable } from '@nestjs/common';
import { type Store, StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import type { ExpectedFailure } from '../../kernel/failure.js';
import { OrderLifecycle } from '../../orders/index.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import {
  DriverOffShift,
  OfferNotFound,
  OfferNotOpen,
  OrderAlreadyAssigned,
} from '../drivers.errors.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { OfferEntity } from '../persistence/offer.entity.js';
import { OfferRepository } from '../persistence/offer.repository.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { AssignOrder, requireAssignable } from './assign-order.service.js';
import { type DeliveryWithOrder, DeliverySteps } from './delivery-steps.service.js';
import { Dispatches } from './dispatches.service.js';
import { OfferLifecycle } from './offer-lifecycle.service.js';

export interface OfferWithStore {
  readonly offer: OfferEntity;
  readonly store: Store;
}

/**
 * A driver's answers to an offer. Each may be sent again, by a phone that did not hear back: the
 * repeat changes nothing and answers the same.
 */
@Injectable()
export class AnswerOffer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly stores: StoresService,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly offers: OfferRepository,
    private readonly lifecycle: OfferLifecycle,
    private readonly assigning: AssignOrder,
    private readonly steps: DeliverySteps,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  /** The driver's open offers now: one statement, while there is none. */
  async open(driverId: string): Promise<OfferWithStore[]> {
    const found = await this.offers.answerable(driverId, this.clock.now());
    return Promise.all(
      found.map(async (offer) => ({ offer, store: await this.stores.resolve(offer.storeId) })),
    );
  }

  /**
   * @throws offer-not-found, offer-not-open, order-already-assigned, order-not-assignable,
   *   driver-off-shift, driver-busy
   */
  async accept(driverId: string, offerId: string): Promise<DeliveryWithOrder> {
    const actor = { accountId: driverId, role: 'driver' as const };
    const delivery = await this.unitOfWork.run(async (tx) => {
      const { orderId } = await this.#find(tx, driverId, offerId);
      const shift = await this.shifts.lockOpen(tx, driverId);
      const order = await this.orders.lock(tx, orderId, actor);
      const offer = await this.#find(tx, driverId, offerId);
      if (offer.status === 'accepted') return this.deliveries.latestOf(tx, driverId, orderId);
      requireAssignable(order);
      if (!(await this.lifecycle.move(tx, offer, 'accept', 'driver'))) {
        throw await this.#tooLate(tx, offer);
      }
      if (!shift) throw DriverOffShift.because('You have no open shift.');
      return this.assigning.assignTo(tx, 'accept', actor, shift, { ...order, orderId });
    });
    return this.steps.withOrder(delivery);
  }

  /**
   * Leaves the offer to others; in this round it is not made to the driver again.
   * @throws offer-not-found, offer-not-open
   */
  decline(driverId: string, offerId: string): Promise<OfferEntity> {
    return this.unitOfWork.run(async (tx) => {
      const { orderId } = await this.#find(tx, driverId, offerId);
      await this.orders.lock(tx, orderId, { role: 'driver' });
      const offer = await this.#find(tx, driverId, offerId);
      if (offer.status === 'declined') return offer;
      const declined = await this.lifecycle.move(tx, offer, 'decline', 'driver');
      if (!declined) throw notOpen(offer);
      await this.dispatches.goOnNow(tx, orderId);
      return declined;
    });
  }

  /** Withdraws the driver's offers when it goes off duty; the transaction has locked the shift. */
  async leave(tx: Transaction, driverId: string): Promise<void> {
    for (const { id, orderId } of await this.offers.openOfDriver(tx, driverId)) {
      await this.orders.lock(tx, orderId, { role: 'driver' });
      const offer = await this.#find(tx, driverId, id);
      const withdrawn = await this.lifecycle.move(tx, offer, 'withdraw', 'system');
      if (withdrawn) await this.dispatches.goOnNow(tx, orderId);
    }
  }

  async #find(tx: Transaction, driverId: string, offerId: string): Promise<OfferEntity> {
    const offer = await this.offers.findOf(tx, driverId, offerId);
    if (!offer) throw OfferNotFound.because('No offer to this driver has this id.');
    return offer;
  }

  async #tooLate(tx: Transaction, offer: OfferEntity): Promise<ExpectedFailure> {
    const taken = await this.deliveries.activeOfOrder(tx, offer.orderId);
    return taken ? OrderAlreadyAssigned.because('The order has a driver by now.') : notOpen(offer);
  }
}

function notOpen({ status, expiresAt }: OfferEntity): ExpectedFailure {
  // Open but expired: its time is over, and the job has not run yet.
  const offerStatus = status === 'offered' ? 'lapsed' : status;
  return OfferNotOpen.because(`The offer is ${offerStatus}.`, {
    offerStatus,
    expiresAt: expiresAt.toISOString(),
  });
}
