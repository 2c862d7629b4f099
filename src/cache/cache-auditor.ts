import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics, outsideRequest } from '../platform/index.js';

/** One hit in this many is checked. */
const every = 1000;
/** Long enough for the outbox to repeat a bump that a crash delayed. */
const delayMs = 2000;

export interface Audited {
  readonly policy: string;
  /** Loads the answer again; true when it equals the one that was served. */
  agrees(): Promise<boolean>;
  /** True when the stamps are still those it was served under: nothing was written since. */
  isCurrent(): Promise<boolean>;
}

/**
 * Doubts the cache: loads a sample of its hits once more, a little later, and counts those that
 * differ from the database although no stamp has changed. There should be none.
 */
@Injectable()
export class CacheAuditor {
  readonly #log = new Logger(CacheAuditor.name);
  readonly #audits: Counter<'policy'>;
  readonly #disagreements: Counter<'policy'>;
  #hits = 0;

  constructor(metrics: Metrics) {
    this.#audits = metrics.counter({
      name: 'larder_cache_audits_total',
      help: 'Hits that were loaded again to check them.',
      labelNames: ['policy'],
    });
    this.#disagreements = metrics.counter({
      name: 'larder_cache_disagreements_total',
      help: 'Checked hits that differed from the database with no write between. Expected: 0.',
      labelNames: ['policy'],
    });
  }

  /** Whether the next hit must be checked: it must be served where it can be loaded again. */
  get isDue(): boolean {
    return this.#hits >= every - 1;
  }

  /** Counts a hit that was served without a check. */
  passed(): void {
    this.#hits += 1;
  }

  /** Checks this hit if it is due; the reply does not wait for it. */
  hit(audited: () => Audited): void {
    if (!this.isDue) return this.passed();
    this.#hits = 0;
    outsideRequest(() => void this.audit(audited()));
  }

  async audit({ policy, agrees, isCurrent }: Audited, afterMs = delayMs): Promise<void> {
    try {
      await wait(afterMs, undefined, { ref: false });
      const agreed = await agrees();
      this.#audits.inc({ policy });
      if (agreed || !(await isCurrent())) return;
      // A write may have committed just before the load, with its new stamps still to come.
      await wait(afterMs, undefined, { ref: false });
      if (!(await isCurrent())) return;
      this.#disagreements.inc({ policy });
      this.#log.error(`A cached answer of ${policy} was not what the database says.`);
    } catch {
      // A check may fail quietly when the database or the store is away.
    }
  }
}
