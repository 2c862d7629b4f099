import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { OrderLifecycle, OrderReads } from '../../orders/index.js';
import { Jobs, type Transaction, UnitOfWork } from '../../platform/index.js';
import {
  afterRound,
  driverMayTakeAnother,
  heardOfMs,
  orderMayBeAssigned,
  pauseMs,
  roundRadiiM,
  searchIsOver,
} from '../domain/dispatch-rules.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import { LocationStore, type NearbyDriver } from '../location/location.port.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { DispatchEntity } from '../persistence/dispatch.entity.js';
import { DispatchRepository } from '../persistence/dispatch.repository.js';
import { OfferRepository } from '../persistence/offer.repository.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { dispatchOrder, Dispatches, type DispatchStep } from './dispatches.service.js';
import { OfferLifecycle } from './offer-lifecycle.service.js';
import { OfferTogether } from './offer-together.service.js';

/** The number of nearest drivers among whom one with a recent position is sought. */
const nearestLooked = 50;

type Choice = NearbyDriver | 'nobody' | 'unknown';

/** Searches a driver for an order: one offer at a time, in widening rounds. */
@Injectable()
export class DispatchOrderJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderLifecycle,
    private readonly reads: OrderReads,
    private readonly stores: StoresService,
    private readonly location: LocationStore,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly repository: DispatchRepository,
    private readonly offers: OfferRepository,
    private readonly offering: OfferLifecycle,
    private readonly together: OfferTogether,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define<DispatchStep>({ name: dispatchOrder, handle: (step) => this.take(step) });
  }

  /** Goes on with the search until it has to wait. Does nothing when it has been overtaken. */
  async take({ orderId, step }: DispatchStep): Promise<void> {
    const passedOver = new Set<string>();
    const seen = await this.repository.find(orderId);
    if (seen?.step !== step || seen.status !== 'searching') return;
    let current = await this.unitOfWork.run((tx) => this.#tidy(tx, seen));
    while (current) {
      const dispatch: DispatchEntity = current;
      const choice = await this.#choose(dispatch, passedOver);
      if (typeof choice !== 'string') passedOver.add(choice.driverId);
      current = await this.unitOfWork.run((tx) =>
        typeof choice === 'string'
          ? this.#goOn(tx, dispatch, choice)
          : this.#offer(tx, dispatch, choice),
      );
    }
  }

  /** Ends what is over: the expired offer, or the search. */
  async #tidy(tx: Transaction, seen: DispatchEntity): Promise<DispatchEntity | null> {
    const dispatch = await this.#lock(tx, seen);
    if (!dispatch) return null;
    const now = this.clock.now();
    const open = await this.offers.openOfOrder(tx, dispatch.orderId);
    if (open && now < open.expiresAt) return this.#wait(tx, dispatch, open.expiresAt);
    if (open) await this.offering.move(tx, open, 'lapse', 'system');
    if (!searchIsOver(dispatch.startedAt, now)) return dispatch;
    const { atAll } = await this.#asked(tx, dispatch);
    await this.dispatches.giveUp(tx, dispatch, atAll ? 'refused' : 'nobody');
    return null;
  }

  /** The nearest driver who may be asked in this round and was heard lately. */
  async #choose(dispatch: DispatchEntity, passedOver: ReadonlySet<string>): Promise<Choice> {
    const { storeId, round } = dispatch;
    const { location: place } = await this.stores.resolve(storeId);
    const exclude = new Set([...(await this.repository.notToAsk(dispatch)), ...passedOver]);
    const radiusM = roundRadiiM[round - 1]!;
    try {
      const search = { storeId, place, radiusM, limit: nearestLooked, exclude };
      const nearest = await this.location.nearest(search);
      const since = this.clock.now().getTime() - heardOfMs;
      return nearest.find(({ fix }) => fix.heardAtMs >= since) ?? 'nobody';
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) throw error;
      return 'unknown';
    }
  }

  /** Answers the dispatch to go on with when the driver cannot be asked after all. */
  async #offer(
    tx: Transaction,
    seen: DispatchEntity,
    { driverId, distanceM }: NearbyDriver,
  ): Promise<DispatchEntity | null> {
    const shift = await this.shifts.lockOpen(tx, driverId);
    const dispatch = await this.#lock(tx, seen);
    if (!dispatch) return null;
    if (shift?.storeId !== dispatch.storeId) return dispatch;
    if ((await this.offers.openOfDriver(tx, driverId)).length > 0) return dispatch;
    const active = await this.deliveries.countActive(tx, driverId);
    if (!driverMayTakeAnother(active, shift.capacity)) return dispatch;
    const order = (await this.reads.snapshot(dispatch.orderId, { tx }))!;
    const offer = await this.offering.begin(tx, { order, dispatch, shift, distanceM });
    if (!offer) return dispatch;
    if (driverMayTakeAnother(active + 1, shift.capacity)) {
      await this.together.offerBeside(tx, offer, { order, shift });
    }
    return this.#wait(tx, dispatch, offer.expiresAt);
  }

  /** For a round with nobody left to ask, and for a time without known positions. */
  async #goOn(
    tx: Transaction,
    seen: DispatchEntity,
    choice: 'nobody' | 'unknown',
  ): Promise<DispatchEntity | null> {
    const dispatch = await this.#lock(tx, seen);
    if (!dispatch) return null;
    const later = new Date(this.clock.now().getTime() + pauseMs);
    if (choice === 'unknown') return this.#wait(tx, dispatch, later);
    const next = afterRound({ round: dispatch.round, asked: await this.#asked(tx, dispatch) });
    if (next === 'give-up') {
      await this.dispatches.giveUp(tx, dispatch, 'refused');
      return null;
    }
    const turned = await this.repository.turnTo(tx, dispatch, next.round);
    return next.waitMs === 0 ? turned : this.#wait(tx, turned, later);
  }

  /** The dispatch, if it is unchanged and its order still needs a driver. */
  async #lock(tx: Transaction, seen: DispatchEntity): Promise<DispatchEntity | null> {
    const { status } = await this.orders.lock(tx, seen.orderId, { role: 'system' });
    const dispatch = await this.repository.find(seen.orderId, tx);
    if (dispatch?.step !== seen.step || dispatch.status !== 'searching') return null;
    if (orderMayBeAssigned(status)) return dispatch;
    await this.dispatches.settle(tx, dispatch.orderId);
    return null;
  }

  #asked(tx: Transaction, { orderId, search, round }: DispatchEntity) {
    return this.offers.asked(tx, orderId, search, round);
  }

  async #wait(tx: Transaction, dispatch: DispatchEntity, until: Date): Promise<null> {
    await this.dispatches.goOnAt(tx, await this.repository.change(tx, dispatch, {}), until);
    return null;
  }
}
