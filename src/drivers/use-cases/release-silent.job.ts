import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Scheduled } from '../../platform/index.js';
import { silenceMs, silentSince } from '../domain/dispatch-rules.js';
import type { StoredFix } from '../location/location.port.js';
import { SilentDrivers, type UncollectedDelivery } from '../persistence/silent-drivers.queries.js';
import { WatchedDeliveries } from './watched-deliveries.service.js';

/** Takes from drivers who were not heard of for minutes what they have not collected. */
@Injectable()
export class ReleaseSilentJob {
  constructor(
    private readonly silent: SilentDrivers,
    private readonly watched: WatchedDeliveries,
    private readonly clock: Clock,
  ) {}

  /** One look. While nobody can tell where drivers are, none is silent. */
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
    // Whoever takes a step with it is there, wherever that may be.
    const quietMs = now.getTime() - Math.max(since.getTime(), touchedAt.getTime());
    if (quietMs >= silenceMs) await this.watched.move(delivery, 'reclaim');
  }
}
