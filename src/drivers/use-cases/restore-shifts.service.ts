import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RedisConnection } from '../../platform/index.js';
import { shiftTtlMs } from '../drivers.cache.js';
import { LocationStore } from '../location/location.port.js';
import { ShiftRepository, type ShiftState } from '../persistence/shift.repository.js';

const atOnce = 100;

/**
 * Tells the location store what SQL knows, at start and whenever Redis is (back): it may be empty,
 * or have missed that a shift opened or ended.
 */
@Injectable()
export class RestoreShiftsService implements OnApplicationBootstrap {
  readonly #log = new Logger(RestoreShiftsService.name);

  constructor(
    private readonly shifts: ShiftRepository,
    private readonly location: LocationStore,
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A connection, now or later, restores them; without Redis it is up to this moment alone.
    if (this.redis.client) this.redis.onReady(() => void this.restore());
    else await this.restore();
  }

  /** Never rejects: positions are worth no failed start, and every driver's app can repair its own. */
  async restore(): Promise<void> {
    try {
      const since = new Date(this.clock.now().getTime() - shiftTtlMs);
      const states = await this.shifts.latestSince(since);
      for (let first = 0; first < states.length; first += atOnce) {
        await Promise.all(states.slice(first, first + atOnce).map((state) => this.#tell(state)));
      }
    } catch (error) {
      this.#log.warn(`Shifts could not be told to the location store: ${(error as Error).message}`);
    }
  }

  #tell({ driverId, epoch, isOpen }: ShiftState): Promise<void> {
    return isOpen
      ? this.location.openShift(driverId, epoch)
      : this.location.closeShift(driverId, epoch);
  }
}
