import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../kernel/clock.js';
import { anyOwner, isTerminal } from '../orders/index.js';
import type { RequestContext } from '../platform/index.js';
import { type Eta, etaOf, type EtaQuestion } from './domain/eta.js';
import { type Freshness, freshnessOf } from './domain/freshness.js';
import { pollAfterMs } from './domain/poll-pace.js';
import { isOver } from './domain/share-rules.js';
import { type LivePosition, LivePositionsService } from './live-positions.service.js';
import { ShareLinks } from './share-links.service.js';
import type { TrackingRequest } from './tracking.cache.js';
import { type TrackingSnapshot, TrackingSnapshotsService } from './tracking-snapshots.service.js';
import { TravelTimes } from './travel-times.service.js';

export type SharedPosition =
  | (Extract<LivePosition, { status: 'live' }> & Freshness)
  | { readonly status: 'none' | 'unavailable' | 'not-shared' };

export interface TrackedOrder {
  readonly snapshot: TrackingSnapshot;
  readonly position: SharedPosition;
  readonly eta: Eta | null;
  readonly pollAfterMs: number | null;
}

const mostRemembered = 10_000;

/** What a customer's phone asks again and again: where is my order? */
@Injectable()
export class TrackingService {
  /**
   * Who carried an order, and where a link led, when they were last asked for. Guesses: what they
   * lead to is asked for together with what tells whether they were right, so that a poll costs
   * one round trip.
   */
  readonly #carriers = new LRUCache<string, string>({ max: mostRemembered });
  readonly #shared = new LRUCache<string, string>({ max: mostRemembered });

  constructor(
    private readonly snapshots: TrackingSnapshotsService,
    private readonly links: ShareLinks,
    private readonly positions: LivePositionsService,
    private readonly times: TravelTimes,
    private readonly clock: Clock,
  ) {}

  /**
   * Null when there is no such order, or when it is someone else's.
   * @param request who pays for it, where that is not the request that the calling code is in
   */
  async follow(asked: TrackingRequest, request?: RequestContext): Promise<TrackedOrder | null> {
    const expected = this.#carriers.get(asked.orderId);
    // Asked for in one turn, so that both travel together. It never rejects: it may be left alone.
    const early = expected === undefined ? null : this.positions.of(expected, request);
    const snapshot = await this.snapshots.read(asked, request);
    if (!snapshot) return null;

    const carrier = carrierOf(snapshot);
    remember(this.#carriers, asked.orderId, carrier, expected);
    const position =
      carrier === null
        ? ({ status: 'not-shared' } as const)
        : this.#aged(
            await (carrier === expected && early ? early : this.positions.of(carrier, request)),
          );
    return {
      snapshot,
      position,
      eta: await this.#eta(snapshot, position),
      pollAfterMs: pollAfterMs(snapshot.status),
    };
  }

  /** Null when the token leads to no order, or to none any more. */
  async followShared(token: string): Promise<TrackedOrder | null> {
    const expected = this.#shared.get(token);
    const [link, early] = await Promise.all([
      this.links.find(token),
      expected === undefined ? null : this.#followAny(expected),
    ]);
    remember(this.#shared, token, link && link.orderId, expected);
    if (!link) return null;
    const order = link.orderId === expected ? early : await this.#followAny(link.orderId);
    if (!order) return null;
    const { status, timeline } = order.snapshot;
    const ended = { isTerminal: isTerminal(status), timeline };
    return isOver(ended, this.clock.now()) ? null : order;
  }

  #followAny(orderId: string): Promise<TrackedOrder | null> {
    return this.follow({ orderId, ownerId: anyOwner });
  }

  #eta(snapshot: TrackingSnapshot, position: SharedPosition): Eta | null | Promise<Eta | null> {
    const { status, placedAt, slot, promise, deliverTo } = snapshot;
    const reckoned = (travel: EtaQuestion['travel']) =>
      etaOf({ status, placedAt, slot, promise, travel }, this.clock.now());
    if (position.status !== 'live') return reckoned(null);
    const { fix, stale } = position;
    const travel = this.times.between(fix, deliverTo);
    // Polls are many: where nobody is asked for the way, nothing is waited for.
    return travel instanceof Promise
      ? travel.then((found) => reckoned({ ...found, stale }))
      : reckoned({ ...travel, stale });
  }

  #aged(position: LivePosition): SharedPosition {
    if (position.status !== 'live') return position;
    return { ...position, ...freshnessOf(position.fix.receivedAt, this.clock.now()) };
  }
}

/** `before` is what was guessed: most guesses are right, and writing them again costs a poll time. */
function remember(
  guesses: LRUCache<string, string>,
  of: string,
  now: string | null,
  before: string | undefined,
): void {
  if (now === null) guesses.delete(of);
  else if (now !== before) guesses.set(of, now);
}

/** Whose position may be seen: the driver's, from collecting the order to delivering it. */
function carrierOf(snapshot: TrackingSnapshot): string | null {
  return snapshot.status === 'out_for_delivery' ? (snapshot.driver?.id ?? null) : null;
}
