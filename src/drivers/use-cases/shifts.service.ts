import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/index.js';
import { LocationStoreUnavailable, ShiftHasDeliveries } from '../drivers.errors.js';
import { LocationStore } from '../location/location.port.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';
import { ShiftRepository } from '../persistence/shift.repository.js';

/** Going on and off duty. SQL decides; the location store is told after the commit. */
@Injectable()
export class ShiftsService {
  readonly #log = new Logger(ShiftsService.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shifts: ShiftRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly location: LocationStore,
    private readonly clock: Clock,
  ) {}

  /** The driver's open shift, opened now if there was none. */
  async goOnDuty(driverId: string): Promise<ShiftEntity> {
    const shift = await this.unitOfWork.run((tx) =>
      this.shifts.open(tx, driverId, this.clock.now()),
    );
    try {
      await this.location.openShift(driverId, shift.epoch);
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) throw error;
      // The driver can work without a live position. It is opened again when the store returns,
      // or when the app, refused with `driver-off-shift`, asks for its shift once more.
      this.#log.warn('A shift was opened while the location store was away');
    }
    return shift;
  }

  /**
   * Ends the open shift, if there is one, and forgets the position.
   * @throws shift-has-deliveries; location-store-unavailable, after which the shift has ended but
   *   its last position may be kept until it lapses: asking again repeats the forgetting
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
      await this.shifts.end(tx, open, this.clock.now());
      return open;
    });
    if (ended) await this.location.closeShift(driverId, ended.epoch);
  }
}
