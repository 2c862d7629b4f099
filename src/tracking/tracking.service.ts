import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { type Eta, etaOf } from './domain/eta.js';
import { type Freshness, freshnessOf } from './domain/freshness.js';
import { pollAfterMs } from './domain/poll-pace.js';
import { type LivePosition, LivePositionsService } from './live-positions.service.js';
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

/** What a customer's phone asks again and again: where is my order? */
@Injectable()
export class TrackingService {
  /** Who carried an order when it was last asked for; a guess, see `follow`. */
  readonly #carriers = new Map<string, string>();

  constructor(
    private readonly snapshots: TrackingSnapshotsService,
    private readonly positions: LivePositionsService,
    private readonly clock: Clock,
  ) {}

  /** Null when there is no such order, or when it is someone else's. */
  async follow(request: TrackingRequest): Promise<TrackedOrder | null> {
    // Asked for together with the snapshot, so that both cost one round trip. The snapshot then
    // decides whether this is the right driver, and whether the position may be seen at all.
    const expected = this.#carriers.get(request.orderId);
    const early = expected === undefined ? null : this.positions.of(expected);
    const snapshot = await this.snapshots.read(request);
    if (!snapshot) return null;

    const carrier = carrierOf(snapshot);
    this.#remember(request.orderId, carrier);
    const position =
      carrier === null
        ? ({ status: 'not-shared' } as const)
        : this.#aged(await (carrier === expected && early ? early : this.positions.of(carrier)));
    return {
      snapshot,
      position,
      eta: etaOf({ ...snapshot, position: placeOf(position) }, this.clock.now()),
      pollAfterMs: pollAfterMs(snapshot.status),
    };
  }

  #aged(position: LivePosition): SharedPosition {
    if (position.status !== 'live') return position;
    return { ...position, ...freshnessOf(position.fix.receivedAt, this.clock.now()) };
  }

  #remember(orderId: string, carrier: string | null): void {
    this.#carriers.delete(orderId);
    if (carrier === null) return;
    this.#carriers.set(orderId, carrier);
    if (this.#carriers.size <= mostRemembered) return;
    for (const oldest of this.#carriers.keys()) {
      this.#carriers.delete(oldest);
      break;
    }
  }
}

/** Whose position may be seen: the driver's, from collecting the order to delivering it. */
function carrierOf(snapshot: TrackingSnapshot): string | null {
  return snapshot.status === 'out_for_delivery' ? (snapshot.driver?.id ?? null) : null;
}

function placeOf(position: SharedPosition) {
  if (position.status !== 'live') return null;
  return { lat: position.fix.lat, lng: position.fix.lng, stale: position.stale };
}
