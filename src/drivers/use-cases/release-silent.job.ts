import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { OrderLifecycle } from '../../orders/index.js';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { silenceMs, silentSince } from '../domain/dispatch-rules.js';
import { IllegalDeliveryStep, LocationStoreUnavailable } from '../drivers.errors.js';
import { LocationStore, type StoredFix } from '../location/location.port.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { SilentDrivers, type Uncollected } from '../persistence/silent-drivers.queries.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';

const system = { accountId: null, role: 'system' as const };

/** Takes from drivers who were not heard of for minutes what they have not collected. */
@Injectable()
export class ReleaseSilentJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly location: LocationStore,
    private readonly silent: SilentDrivers,
    private readonly orders: OrderLifecycle,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'drivers.release-silent',
      cron: '* * * * *',
      handle: () => this.look(),
    });
  }

  /** One look. While nobody can tell where drivers are, none is silent. */
  async look(): Promise<void> {
    const uncollected = await this.silent.uncollected();
    if (uncollected.length === 0) return;
    const fixes = await this.#fixesOf(uncollected);
    if (!fixes) return;
    for (const each of uncollected) await this.#judge(each, fixes.get(each.driverId));
  }

  async #fixesOf(uncollected: readonly Uncollected[]) {
    const drivers = new Set(uncollected.map(({ driverId }) => driverId));
    try {
      return await this.location.latestOfMany([...drivers]);
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) throw error;
      return null;
    }
  }

  async #judge(delivery: Uncollected, fix: StoredFix | undefined): Promise<void> {
    const { shiftId, silence, touchedAt } = delivery;
    const now = this.clock.now();
    const since = silentSince(fix ? new Date(fix.receivedAt) : null, silence, now);
    if (since || silence) await this.silent.note(shiftId, since, now);
    if (!since) return;
    // Whoever takes a step with it is there, wherever that may be.
    const quietMs = now.getTime() - Math.max(since.getTime(), touchedAt.getTime());
    if (quietMs >= silenceMs) await this.#reclaim(delivery);
  }

  /** Does nothing to a delivery that has moved on. */
  async #reclaim({ driverId, deliveryId, orderId }: Uncollected): Promise<void> {
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.orders.lock(tx, orderId);
        const delivery = await this.deliveries.findOf(driverId, deliveryId, tx);
        await this.lifecycle.move(tx, delivery!, 'reclaim', system);
      });
    } catch (error) {
      if (!IllegalDeliveryStep.matches(error)) throw error;
    }
  }
}
