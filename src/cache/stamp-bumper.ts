import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { DomainEvent } from '../kernel/domain-event.js';
import { Outbox, OutboxQueries, RedisConnection, UnitOfWork } from '../platform/index.js';
import { type TagsTouched, tagsTouched } from './cache.events.js';
import { StampedCache } from './stamped-cache.js';

/** How far back bumps are repeated when Redis comes (back): it may have lost the last ones. */
const replaySeconds = 60;
const mostRemembered = 10_000;

/**
 * Makes sure that every committed change reaches the stamps: at once after the commit, from the
 * outbox if that failed or the process died, and once more when Redis returns.
 */
@Injectable()
export class StampBumper implements OnModuleInit {
  readonly #log = new Logger(StampBumper.name);
  /** Bumped on the fast path by this process: the relay need not cause a second miss. */
  readonly #done = new Set<string>();

  constructor(
    private readonly cache: StampedCache,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly recorded: OutboxQueries,
    private readonly redis: RedisConnection,
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
    this.redis.onReady(() => void this.#replay());
  }

  async #afterCommit(events: readonly DomainEvent[]): Promise<void> {
    const touched = events.filter((event) => event.type === tagsTouched);
    if (touched.length === 0) return;
    await this.cache.bump(touched.flatMap(tagsOf));
    if (this.#done.size > mostRemembered) this.#done.clear();
    for (const event of touched) this.#done.add(event.id);
  }

  async #replay(): Promise<void> {
    try {
      const events = await this.recorded.recent(tagsTouched, replaySeconds);
      await this.cache.bump(events.flatMap(tagsOf));
    } catch (error) {
      this.#log.warn(`The last bumps could not be repeated: ${(error as Error).message}`);
    }
  }
}

const tagsOf = (event: DomainEvent) => (event as DomainEvent<TagsTouched>).payload.tags;
