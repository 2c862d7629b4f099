import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Scheduled } from '../../platform/index.js';
import { silenceMs, silentSince } from '../domain/dispatch-rules.js';
import { SilentDrivers, type UncollectedDelivery } from '../persistence/silent-drivers.queries.js';
import { WatchedDeliveries } from './watched-deliveries.service.js';

/** Takes uncollected deliveries from drivers who were silent for minutes. */
@Injectable()
export class ReleaseSilentJob {
  constructor(
    private readonly silent: SilentDrivers,
    private readonly watched: WatchedDeliveries,
    private readonly clock: Clock,
  ) {}

  /** One look. While positions are unavailable, no driver counts as silent. */
  @Scheduled('drivers.release-silent', '* * * * *')
  async look(): Promise<void> {
    const uncollected = await this.silent.uncollected();
    if (uncollected.length === 0) return;
    const heard = await this.watched.heardOf(uncollected);
    if (!heard) return;
    for (const each of uncollected) await this.#judge(each, heard.get(each.driverId) ?? null);
  }

  async #judge(delivery: UncollectedDelivery, heardAtMs: number | null): Promise<void> {
    const { shiftId, silence, touchedAt } = delivery;
    const now = this.clock.now();
    const since = silentSince(heardAtMs === null ? null : new Date(heardAtMs), silence, now);
    if (since || silence) await this.silent.note(shiftId, since, now);
    if (!since) return;
    // A recent action on the delivery proves that the driver is there.
    const quietMs = now.getTime() - Math.max(since.getTime(), touchedAt.getTime());
    if (quietMs >= silenceMs) await this.watched.move(delivery, 'reclaim');
  }
}
