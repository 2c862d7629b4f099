import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { StoresService } from '../../catalog/index.js';
import { Clock } from '../../kernel/clock.js';
import { outsideRequest, RedisConnection } from '../../platform/index.js';
import { shiftTtlMs } from '../drivers.cache.js';
import { LocationStore, type ShiftState } from '../location/location.port.js';
import { ShiftRepository } from '../persistence/shift.repository.js';

/**
 * Tells the location store what SQL knows, at start, whenever Redis is (back), and when it turns
 * out to have forgotten: it may be empty, or have missed that a shift opened or ended.
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
    // A connection, now or later, restores them; without Redis it is up to this moment alone.
    // One that is under way may be failing on the connection before.
    const again = async () => {
      await this.#underWay;
      await this.restore();
    };
    if (this.redis.client) this.redis.onReady(() => void again());
    else await this.restore();
  }

  /**
   * Once for all who ask while it is under way; no request pays for it with its own SQL. Never
   * rejects: positions are worth no failed start, and every driver's app can repair its own.
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
