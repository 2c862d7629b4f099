import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { bulkhead, type IPolicy } from 'cockatiel';
import { DataSource } from 'typeorm';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { shareOfPool } from '../database/pool-share.js';
import { UnitOfWork } from '../unit-of-work/unit-of-work.js';
import { Metrics } from '../metrics/metrics.js';
import { type ClaimedEvent, OutboxQueries } from './outbox.queries.js';

export interface Subscriber {
  readonly name: string;
  readonly types: readonly string[];
  /** Keep trying without end, instead of burying the fact after ten tries. */
  readonly forever?: boolean;
  handle(event: DomainEvent): Promise<void>;
}

/** The result of delivering one aggregate's run. */
interface Outcome {
  readonly delivered: readonly ClaimedEvent[];
  readonly untried: readonly ClaimedEvent[];
}

const leastClaimed = 200;
const mostClaimed = 1000;
/** A claim delivered within this time is quick: the next claim may be larger. */
const quickMilliseconds = 250;
const leaseSeconds = 30;
/** No delivery begins later than this after its claim: it would outlive the lease. */
const deliverMilliseconds = 10_000;
const idleMilliseconds = 1000;
const mostAttempts = 10;
const keepSeconds = 3600;
const forgetEveryMilliseconds = 60_000;

/**
 * Carries facts from the outbox to their subscribers: at least once, in order per aggregate, and no
 * more of them at once than its share of the pool: each may want a connection. Any number of
 * processes may run one; when a process dies, another takes its facts up after their lease.
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
  /**
   * The size of the next claim. Large claims cost less per fact; but other relays cannot take the
   * claimed facts, and these are delivered twice if this relay is killed: claims grow only while a
   * pile drains quickly.
   */
  #limit = leastClaimed;
  readonly #turns: IPolicy;

  constructor(
    private readonly queries: OutboxQueries,
    dataSource: DataSource,
    unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    this.#turns = bulkhead(shareOfPool(dataSource), Infinity);
    unitOfWork.onCommitted(async () => this.nudge());
    metrics.gauge({
      name: 'larder_outbox_events',
      help: 'Facts in the outbox that wait for delivery, and dead letters.',
      labelNames: ['state'],
      async collect() {
        const dead = await queries.countDead();
        this.set({ state: 'waiting' }, await queries.countWaiting());
        this.set(
          { state: 'dead' },
          dead.reduce((sum, each) => sum + each.dead, 0),
        );
      },
    });
    metrics.gauge({
      name: 'larder_outbox_dead_letters',
      help: 'Facts that could not be delivered in ten tries, by type. See docs/failed-work.md.',
      labelNames: ['type'],
      async collect() {
        const counts = await queries.countDead();
        this.reset();
        for (const { type, dead } of counts) this.set({ type }, dead);
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

  /** Looks now instead of at the next tick. */
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

  /** One round: claims, delivers, settles. Answers the number of facts delivered. */
  async relayOnce(): Promise<number> {
    await this.#forget();
    const limit = this.#limit;
    const until = performance.now() + deliverMilliseconds;
    const claimed = await this.queries.claim(limit, leaseSeconds);
    const began = performance.now();
    const outcomes = await Promise.all(
      runsOf(claimed).map((run) => this.#turns.execute(() => this.#deliverRun(run, until))),
    );
    const isQuick = performance.now() - began <= quickMilliseconds;
    this.#limit =
      claimed.length === limit && isQuick ? Math.min(2 * limit, mostClaimed) : leastClaimed;
    const delivered = outcomes.flatMap((outcome) => outcome.delivered);
    const untried = outcomes.flatMap((outcome) => outcome.untried);
    if (delivered.length > 0) await this.queries.markPublished(delivered);
    if (untried.length > 0) await this.queries.release(untried);
    return delivered.length;
  }

  /** Delivers one after the other: the facts behind a failing one wait with it. */
  async #deliverRun(run: readonly ClaimedEvent[], until: number): Promise<Outcome> {
    for (const [at, event] of run.entries()) {
      if (this.#stopping || performance.now() > until) {
        return { delivered: run.slice(0, at), untried: run.slice(at) };
      }
      if (!(await this.#deliver(event))) {
        return { delivered: run.slice(0, at), untried: run.slice(at + 1) };
      }
    }
    return { delivered: run, untried: [] };
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
      await this.queries.bury(event, reason);
      return;
    }
    const cap = subscriber.forever ? 2000 : 60_000;
    const delay = Math.min(250 * 2 ** Math.min(event.attempt, 10), cap);
    this.#log.warn(`Event ${event.id} (${event.type}) failed, again in ${delay} ms. ${reason}`);
    await this.queries.retryLater(event, delay, reason);
  }

  async #forget(): Promise<void> {
    const now = Date.now();
    if (now - this.#forgotAt < forgetEveryMilliseconds) return;
    this.#forgotAt = now;
    await this.queries.forget(keepSeconds);
  }
}

/** The claimed facts by aggregate, each in its order. */
function runsOf(claimed: readonly ClaimedEvent[]): ClaimedEvent[][] {
  const runs = new Map<string, ClaimedEvent[]>();
  for (const event of claimed) {
    const aggregate = `${event.aggregateType} ${event.aggregateId}`;
    const run = runs.get(aggregate);
    if (run) run.push(event);
    else runs.set(aggregate, [event]);
  }
  return [...runs.values()];
}
