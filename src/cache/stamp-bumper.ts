import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import type { DomainEvent } from '../kernel/domain-event.js';
import { Outbox, OutboxQueries, outsideRequest, UnitOfWork } from '../platform/index.js';
import { type TagsTouched, tagsTouched } from './cache.events.js';
import { everything } from './address.js';
import { longestTtlMs } from './cache.policy.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { StampedCache } from './stamped-cache.js';

/**
 * Bumps this much older than an outage are repeated too. A store restored from its last snapshot
 * has lost later bumps, and holds entries as old as entries get, with jitter.
 */
const marginSeconds = 60 + (1.1 * longestTtlMs) / 1000;
/** Beyond this number one bump replaces them all: it empties the cache. */
const mostRepeated = 1000;
const retryMs = 250;
const mostRemembered = 10_000;

/**
 * Brings every committed change to the stamps: at once after the commit, from the outbox if that
 * failed or the process died, and once more whenever the store was out of reach, before it is read
 * again.
 */
@Injectable()
export class StampBumper implements OnModuleInit, BeforeApplicationShutdown {
  readonly #log = new Logger(StampBumper.name);
  /** Bumps that this process has made already: the relay need not cause a second miss. */
  readonly #done = new Set<string>();
  #recovering = false;
  #stopped = false;

  constructor(
    private readonly cache: StampedCache,
    private readonly store: CacheStoreGateway,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly recorded: OutboxQueries,
  ) {}

  onModuleInit(): void {
    this.unitOfWork.onCommitted((events) => this.#afterCommit(events));
    this.outbox.subscribe({
      name: 'stamp-bumper',
      types: [tagsTouched],
      forever: true,
      handle: async (event) => {
        if (!this.#done.delete(event.id)) await this.cache.bump(tagsOf(event));
      },
    });
    // A request usually finds out, and ends long before the recovery does.
    this.store.onSuspect(() => outsideRequest(() => void this.#recover()));
  }

  beforeApplicationShutdown(): void {
    this.#stopped = true;
  }

  async #afterCommit(events: readonly DomainEvent[]): Promise<void> {
    const touched = events.filter((event) => event.type === tagsTouched);
    if (touched.length === 0) return;
    try {
      await this.cache.bump(touched.flatMap(tagsOf));
    } catch {
      this.store.suspect();
      return;
    }
    if (this.#done.size > mostRemembered) this.#done.clear();
    for (const event of touched) this.#done.add(event.id);
  }

  /**
   * Repeats the bumps that the store may have missed, then lets it be read. The outbox knows the
   * writes of all processes, so it does not matter whose bump was lost.
   */
  async #recover(): Promise<void> {
    if (this.#recovering) return;
    this.#recovering = true;
    const since = Date.now();
    while (this.store.isSuspect && !this.#stopped) {
      const { doubts } = this.store;
      try {
        await this.store.probe();
        const seconds = marginSeconds + (Date.now() - since) / 1000;
        const events = await this.recorded.recent(tagsTouched, seconds);
        const tags = new Set(events.flatMap(tagsOf));
        await this.cache.bump(tags.size > mostRepeated ? [everything] : tags);
        this.store.trust(doubts);
      } catch (error) {
        this.#log.debug(`The cache store is not to be read yet: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
    this.#recovering = false;
  }
}

const tagsOf = (event: DomainEvent) => (event as DomainEvent<TagsTouched>).payload.tags;
