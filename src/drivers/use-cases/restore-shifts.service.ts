import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { outsideRequest, RedisConnection } from '../../platform/index.js';
import { shiftTtlMs } from '../drivers.cache.js';
import { LocationStore, type ShiftState } from '../location/location.port.js';
import { ShiftRepository } from '../persistence/shift.repository.js';

/**
 * Restores the location store from SQL at start, whenever Redis connects, and when the store has
 * lost its memory: it may be empty, or have missed the opening or end of a shift.
 */
@Injectable()
export class RestoreShifts implements OnApplicationBootstrap {
  readonly #log = new Logger(RestoreShifts.name);
  #underWay: Promise<void> | null = null;

  constructor(
    private readonly shifts: ShiftRepository,
    private readonly stores: StoresService,
    private readonly location: LocationStore,
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A connection, now or later, restores the shifts; without Redis this call does. A restore
    // under way may be failing on the old connection.
    const again = async () => {
      await this.#underWay;
      await this.restore();
    };
    if (this.redis.client) this.redis.onReady(() => void again());
    else await this.restore();
  }

  /**
   * One run for all callers meanwhile; no request pays for its SQL. Never rejects: missing
   * positions must not fail a start, and every driver's app can repair its own.
   */
  restore(): Promise<void> {
    outsideRequest(() => {
      this.#underWay ??= this.#tellAll().finally(() => {
        this.#underWay = null;
      });
    });
    return this.#underWay!;
  }

  async #tellAll(): Promise<void> {
    try {
      await this.location.restore(await this.#states());
    } catch (error) {
      this.#log.warn(`Shifts could not be told to the location store: ${(error as Error).message}`);
    }
  }

  async #states(): Promise<ShiftState[]> {
    const since = new Date(this.clock.now().getTime() - shiftTtlMs);
    const [latest, stores] = await Promise.all([this.shifts.latestSince(since), this.stores.all()]);
    const storeOf = new Map(stores.map(({ id, location }) => [id, { id, location }]));
    return latest.map(({ driverId, epoch, isOpen, storeId }) => {
      if (!isOpen) return { driverId, endedEpoch: epoch };
      const store = (storeId && storeOf.get(storeId)) || null;
      return { driverId, open: { epoch, store } };
    });
  }
}
