import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Metrics } from '../metrics/metrics.js';
import { type ClaimedEvent, OutboxQueries } from './outbox.queries.js';

export interface Subscriber {
  readonly name: string;
  readonly types: readonly string[];
  /** Keep trying for as long as it takes, instead of burying the fact after ten tries. */
  readonly forever?: boolean;
  handle(event: DomainEvent): Promise<void>;
}

const batch = 100;
const leaseSeconds = 30;
const idleMilliseconds = 1000;
const mostAttempts = 10;
const keepSeconds = 3600;
const forgetEveryMilliseconds = 60_000;

/**
 * Carries facts from the outbox to their subscribers: at least once, in order per aggregate.
 * Any number of processes may run one; a fact whose process died is taken up again by another
 * when its lease ends.
 */
@Injectable()
export class Outbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Outbox.name);
  readonly #subscribers: Subscriber[] = [];
  #stopping = false;
  #wake: () => void = () => {};
  #nudged = false;
  #loop: Promise<void> = Promise.resolve();
  #forgotAt = 0;

  constructor(
    private readonly queries: OutboxQueries,
    unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    unitOfWork.onCommitted(async () => this.nudge());
    metrics.gauge({
      name: 'larder_outbox_events',
      help: 'Facts in the outbox that wait for delivery, and dead letters.',
      labelNames: ['state'],
      async collect() {
        const { waiting, dead } = await queries.countWaitingAndDead();
        this.set({ state: 'waiting' }, waiting);
        this.set({ state: 'dead' }, dead);
      },
    });
  }

  subscribe(subscriber: Subscriber): void {
    this.#subscribers.push(subscriber);
  }

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    this.nudge();
    await this.#loop;
  }

  /** Look now instead of at the next tick. */
  nudge(): void {
    this.#nudged = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#nudged = false;
      const moved = await this.relayOnce().catch((error: Error) => {
        this.#log.warn(`The outbox could not be relayed: ${error.message}`);
        return 0;
      });
      if (moved === 0) await this.#idle();
    }
  }

  async #idle(): Promise<void> {
    if (this.#nudged) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMilliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }

  /** One round: claims, delivers, settles. Answers how many facts it delivered. */
  async relayOnce(): Promise<number> {
    await this.#forget();
    const claimed = await this.queries.claim(batch, leaseSeconds);
    const outcomes = await Promise.all(claimed.map((event) => this.#deliver(event)));
    const published = claimed.filter((_, index) => outcomes[index]).map((event) => event.rowId);
    if (published.length > 0) await this.queries.markPublished(published);
    return published.length;
  }

  async #deliver(event: ClaimedEvent): Promise<boolean> {
    for (const subscriber of this.#subscribers) {
      if (!subscriber.types.includes(event.type)) continue;
      try {
        await subscriber.handle(event);
      } catch (error) {
        await this.#fail(event, subscriber, error as Error);
        return false;
      }
    }
    return true;
  }

  async #fail(event: ClaimedEvent, subscriber: Subscriber, error: Error): Promise<void> {
    const reason = `${subscriber.name}: ${error.message}`.slice(0, 500);
    if (event.attempt >= mostAttempts && !subscriber.forever) {
      this.#log.error(`Event ${event.id} (${event.type}) is a dead letter. ${reason}`);
      await this.queries.bury(event.rowId, reason);
      return;
    }
    const cap = subscriber.forever ? 2000 : 60_000;
    const delay = Math.min(250 * 2 ** Math.min(event.attempt, 10), cap);
    this.#log.warn(`Event ${event.id} (${event.type}) failed, again in ${delay} ms. ${reason}`);
    await this.queries.retryLater(event.rowId, delay, reason);
  }

  async #forget(): Promise<void> {
    const now = Date.now();
    if (now - this.#forgotAt < forgetEveryMilliseconds) return;
    this.#forgotAt = now;
    await this.queries.forget(keepSeconds);
  }
}
