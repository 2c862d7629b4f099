import { Injectable } from '@nestjs/common';
import { CachedReads } from '../cache/index.js';
import { DriverReads } from '../drivers/index.js';
import { anyOwner, type OrderFacts, OrderReads, type OrderSnapshot } from '../orders/index.js';
import { type TrackingRequest, trackingPolicy } from './tracking.cache.js';

/** What a tracking answer says apart from the live position. */
export type TrackingSnapshot = Pick<
  OrderSnapshot,
  'id' | 'number' | 'status' | 'version' | 'placedAt' | 'slot'
> & {
  readonly deliverTo: { readonly lat: number; readonly lng: number };
  readonly timeline: readonly { readonly status: string; readonly at: string }[];
  /** What decides which actions a caller is offered. */
  readonly facts: OrderFacts;
  readonly driver: { readonly id: string; readonly firstName: string } | null;
};

/** Snapshots by way of the cache: a repeated read costs no SQL. */
@Injectable()
export class TrackingSnapshotsService {
  constructor(
    private readonly cached: CachedReads,
    private readonly orders: OrderReads,
    private readonly drivers: DriverReads,
  ) {}

  /** Null when there is no such order, or when it is someone else's: the two look the same. */
  read(request: TrackingRequest): Promise<TrackingSnapshot | null> {
    return this.cached.read(trackingPolicy, request, () => this.#load(request));
  }

  async #load({ orderId, ownerId }: TrackingRequest): Promise<TrackingSnapshot | null> {
    const owner = ownerId === anyOwner ? null : ownerId;
    const order = await this.orders.snapshot(orderId, { owner });
    if (!order) return null;
    const delivery = await this.drivers.deliveryOf(orderId);
    const { id, number, status, version, placedAt, slot, deliverTo, timeline } = order;
    return {
      id,
      number,
      status,
      version,
      placedAt,
      slot,
      deliverTo: { lat: deliverTo.lat, lng: deliverTo.lng },
      // Who did it is for the staff's own screens.
      timeline: timeline
        .filter(({ machine }) => machine === 'order')
        .map((entry) => ({ status: entry.status, at: entry.at })),
      facts: factsOf(order),
      driver: delivery && {
        id: delivery.driverId,
        firstName: delivery.driverName.trim().split(/\s+/)[0] ?? '',
      },
    };
  }
}

/** No more of the order than the guards ask for: the rest is not the tracking page's business. */
function factsOf({ status, pickerId, cancelRequestedAt, lines, totals, payment }: OrderSnapshot) {
  return {
    status,
    pickerId,
    cancelRequestedAt,
    lines: lines.map((line) => ({ status: line.status })),
    totals: { total: totals.total },
    payment: { hold: payment.hold },
  };
}
