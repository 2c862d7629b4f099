import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../kernel/clock.js';
import type { Address } from '../cache/index.js';
import { anyOwner, isTerminal } from '../orders/index.js';
import type { RequestContext } from '../platform/index.js';
import { type Eta, etaOf } from './domain/eta.js';
import { type Freshness, freshnessOf } from './domain/freshness.js';
import { pollAfterMs } from './domain/poll-pace.js';
import { isOver } from './domain/share-rules.js';
import { type LivePosition, LivePositionsService } from './live-positions.service.js';
import { ShareLinks } from './share-links.service.js';
import type { TrackingRequest } from './tracking.cache.js';
import { type TrackingSnapshot, TrackingSnapshotsService } from './tracking-snapshots.service.js';

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
const notShared = { status: 'not-shared' } as const;

/** Remembered facts about a question that was asked before. */
interface Followed {
  readonly address: Address;
  /**
   * The order's driver at the last poll. A guess: its position is fetched together with the data
   * that confirms the guess, so that a poll costs one round trip.
   */
  carrier: string | null;
}

/** Answers the polls of customers: where is my order? */
@Injectable()
export class TrackingService {
  readonly #followed = new LRUCache<string, Followed>({ max: mostRemembered });
  /** The order of each link at its last poll: a guess, like `carrier`. */
  readonly #shared = new LRUCache<string, string>({ max: mostRemembered });

  constructor(
    private readonly snapshots: TrackingSnapshotsService,
    private readonly links: ShareLinks,
    private readonly positions: LivePositionsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Null when there is no such order, or it belongs to someone else.
   * @param request pays for the read, where it is not the request of the calling code
   */
  async follow(asked: TrackingRequest, request?: RequestContext): Promise<TrackedOrder | null> {
    const followed = this.#followedBy(asked);
    const { carrier: expected } = followed;
    // In one turn with the next read, so that both travel together. It never rejects.
    const early = expected === null ? null : this.positions.of(expected, request);
    const snapshot = await this.snapshots.read(asked, followed.address, request);
    if (!snapshot) return null;

    const carrier = carrierOf(snapshot);
    followed.carrier = carrier;
    const position =
      carrier === null
        ? notShared
        : this.#aged(
            await (carrier === expected && early ? early : this.positions.of(carrier, request)),
          );
    const eta = this.#eta(snapshot, position);
    return { snapshot, position, eta, pollAfterMs: pollAfterMs(snapshot.status) };
  }

  /** Null for an unknown or ended token. */
  async followShared(token: string): Promise<TrackedOrder | null> {
    const expected = this.#shared.get(token);
    const [link, early] = await Promise.all([
      this.links.find(token),
      expected === undefined ? null : this.#followAny(expected),
    ]);
    if (!link) {
      this.#shared.delete(token);
      return null;
    }
    this.#shared.set(token, link.orderId);
    const order = link.orderId === expected ? early : await this.#followAny(link.orderId);
    if (!order) return null;
    const { status, timeline } = order.snapshot;
    const ended = { isTerminal: isTerminal(status), timeline };
    return isOver(ended, this.clock.now()) ? null : order;
  }

  #followedBy(asked: TrackingRequest): Followed {
    const key = `${asked.orderId} ${asked.ownerId}`;
    let followed = this.#followed.get(key);
    if (!followed) {
      followed = { address: this.snapshots.addressOf(asked), carrier: null };
      this.#followed.set(key, followed);
    }
    return followed;
  }

  #followAny(orderId: string): Promise<TrackedOrder | null> {
    return this.follow({ orderId, ownerId: anyOwner });
  }

  #eta(snapshot: TrackingSnapshot, position: SharedPosition): Eta | null {
    const { status, placedAt, slot, promise, deliverTo: door } = snapshot;
    const driver = position.status === 'live' ? at(position) : null;
    return etaOf({ status, placedAt, slot, promise, driver, door }, this.clock.now());
  }

  #aged(position: LivePosition): SharedPosition {
    if (position.status !== 'live') return position;
    const { fix } = position;
    const { ageSeconds, stale } = freshnessOf(fix.madeAtMs, this.clock.now());
    return { status: 'live', fix, ageSeconds, stale };
  }
}

/** The driver whose position may be seen: from collecting the order to delivering it. */
function carrierOf(snapshot: TrackingSnapshot): string | null {
  return snapshot.status === 'out_for_delivery' ? (snapshot.driver?.id ?? null) : null;
}

const at = ({ fix, ageSeconds, stale }: Extract<SharedPosition, { status: 'live' }>) => ({
  lat: fix.lat,
  lng: fix.lng,
  stale,
  ageSeconds: fix.isAgeKnown ? ageSeconds : 0,
});
