import { Injectable, Logger } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { type Store, StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/index.js';
import { wakeAfterMs } from '../domain/dispatch-rules.js';
import type { Vehicle } from '../domain/shift-terms.js';
import {
  LocationStoreUnavailable,
  SessionReplaced,
  ShiftAtAnotherStore,
  ShiftHasDeliveries,
} from '../drivers.errors.js';
import { LocationStore } from '../location/location.port.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';
import { ShiftRepository } from '../persistence/shift.repository.js';
import { AnswerOffer } from './answer-offer.service.js';
import { wakeOrders } from './dispatches.service.js';

/** A driver's wishes for the shift; fields left out stay as they are. */
export interface DutyWishes {
  /** Id or slug. */
  readonly store?: string | undefined;
  readonly vehicle?: Vehicle | undefined;
  readonly capacity?: number | undefined;
  /** The session that goes on; left out: a sign-on, which begins another. */
  readonly epoch?: number | undefined;
}

/** A driver, and the stores that let them work. */
type Driver = InStores & { readonly accountId: string };

/** Going on and off duty. SQL decides; the location store is told after the commit. */
@Injectable()
export class Shifts {
  readonly #log = new Logger(Shifts.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shifts: ShiftRepository,
    private readonly stores: StoresService,
    private readonly deliveries: DeliveryRepository,
    private readonly offers: AnswerOffer,
    private readonly location: LocationStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The driver's open shift, opened now if there was none. Each sign-on begins a session, which
   * takes the place of the one before: the phone that signed on last is the one that is followed.
   * @throws store-not-found, store-required, shift-at-another-store, session-replaced
   */
  async goOnDuty(driver: Driver, wishes: DutyWishes = {}): Promise<ShiftEntity> {
    const { accountId: driverId } = driver;
    const { vehicle, capacity, epoch } = wishes;
    const store = await this.#storeOf(driver, wishes.store);
    const now = this.clock.now();
    const { shift, isNew } = await this.unitOfWork.run(async (tx) => {
      const terms = { storeId: store.id, vehicle, capacity, epoch };
      const opened = await this.shifts.open(tx, driverId, now, terms);
      const open = opened.shift;
      if (open.storeId !== store.id) {
        throw ShiftAtAnotherStore.because('The driver is on duty for another store.');
      }
      if (epoch !== undefined && open.epoch !== epoch && !opened.isNew) {
        throw SessionReplaced.because('The open shift has another session.');
      }
      if (opened.isNew) {
        const startAfter = new Date(this.clock.now().getTime() + wakeAfterMs);
        await tx.enqueue(wakeOrders, { storeId: store.id }, { startAfter });
      }
      return opened;
    });
    try {
      const goesOn = shift.epoch === epoch;
      const kind = goesOn ? { isResumed: true } : { isSignOn: !isNew };
      await this.location.openShift(driverId, { epoch: shift.epoch, store, ...kind });
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) throw error;
      // The driver can work without a live position. The shift is opened there when the store
      // returns, or when the app, refused with `driver-off-shift`, asks for its shift once more.
      this.#log.warn('A shift was opened while the location store was away');
    }
    return shift;
  }

  /** The newest fix kept of the shift's session; null for none, or while that is unavailable. */
  async lastSeq({ driverId, epoch }: ShiftEntity): Promise<number | null> {
    try {
      const session = (await this.location.sessionsOf([driverId])).get(driverId);
      return session?.epoch === epoch ? session.lastSeq : null;
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) throw error;
      return null;
    }
  }

  /** The driver's open shift. */
  current(driverId: string): Promise<ShiftEntity | null> {
    return this.shifts.current(driverId);
  }

  /** Without a wish: the store of the open shift, else the driver's only store. */
  async #storeOf(driver: Driver, said: string | undefined): Promise<Store> {
    const open = await this.current(driver.accountId);
    const handle = said ?? open?.storeId ?? undefined;
    const store = open?.storeId ? await this.stores.resolve(handle) : null;
    // An open shift goes on to its end, wherever the driver is to work next.
    return store && store.id === open?.storeId ? store : this.stores.ofStaff(driver, handle);
  }

  /**
   * Ends the open shift, if there is one, and forgets the position.
   * @throws shift-has-deliveries; location-store-unavailable, after which the shift has ended but
   *   its last position may be kept until it lapses: a repeat forgets it
   */
  async goOffDuty(driverId: string): Promise<void> {
    const ended = await this.unitOfWork.run(async (tx) => {
      const open = await this.shifts.lockOpen(tx, driverId);
      if (!open) return this.shifts.latest(tx, driverId);
      const active = await this.deliveries.countActive(tx, driverId);
      if (active > 0) {
        throw ShiftHasDeliveries.because(`${active} of this shift's deliveries are not done.`, {
          activeDeliveries: active,
        });
      }
      await this.offers.leave(tx, driverId);
      await this.shifts.end(tx, open, this.clock.now());
      return open;
    });
    if (ended) await this.location.closeShift(driverId, ended.epoch);
  }
}
