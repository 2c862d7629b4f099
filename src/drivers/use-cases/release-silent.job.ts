import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Scheduled } from '../../platform/index.js';
import { silenceMs, silentSince } from '../domain/dispatch-rules.js';
import type { StoredFix } from '../location/location.port.js';
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
    const fixes = await this.watched.fixesOf(uncollected);
    if (!fixes) return;
    for (const each of uncollected) await this.#judge(each, fixes.get(each.driverId));
  }

  async #judge(delivery: UncollectedDelivery, fix: StoredFix | undefined): Promise<void> {
    const { shiftId, silence, touchedAt } = delivery;
    const now = this.clock.now();
    const since = silentSince(fix ? new Date(fix.receivedAtMs) : null, silence, now);
    if (since || silence) await this.silent.note(shiftId, since, now);
    if (!since) return;
    // A recent action on the delivery proves that the driver is there.
    const quietMs = now.getTime() - Math.max(since.getTime(), touchedAt.getTime());
    if (quietMs >= silenceMs) await this.watched.move(delivery, 'reclaim');
  }
}
