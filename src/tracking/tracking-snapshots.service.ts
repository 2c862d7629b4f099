import { Injectable } from '@nestjs/common';
import { type Address, addressOf, CachedReads } from '../cache/index.js';
import type { LatLng } from '../kernel/geo.js';
import { type DeliveryOfOrder, DriverReads } from '../drivers/index.js';
import {
  anyOwner,
  type OrderFacts,
  type OrderLine,
  OrderReads,
  type OrderSnapshot,
  type TimelineStep,
  withoutEarlyPin,
} from '../orders/index.js';
import type { RequestContext } from '../platform/index.js';
import { type TrackingRequest, trackingPolicy } from './tracking.cache.js';

export type TrackedLine = Pick<
  OrderLine,
  | 'id'
  | 'name'
  | 'unit'
  | 'quantity'
  | 'status'
  | 'pickedQuantity'
  | 'substitute'
  | 'answerBy'
  | 'price'
  // These decide the actions that a caller is offered.
  | 'productId'
  | 'preference'
  | 'preferredProductId'
  | 'fallback'
>;

/** A tracking answer without the live position, and the inputs of its rules. */
export interface TrackingSnapshot
  extends
    OrderFacts,
    Pick<
      OrderSnapshot,
      'id' | 'storeId' | 'number' | 'placedAt' | 'slot' | 'promise' | 'deliveryPin'
    > {
  readonly needsDispatchAt: OrderSnapshot['needsDispatchAt'];
  readonly lines: readonly TrackedLine[];
  readonly deliverTo: (LatLng & { readonly leaveAtDoor: boolean }) | null;
  /** The steps of the order itself, without the people who took them: staff have other screens. */
  readonly timeline: readonly Pick<TimelineStep, 'status' | 'at' | 'reason' | 'reasonCode'>[];
  readonly driver:
    | ({ readonly id: string; readonly firstName: string } & Pick<DeliveryOfOrder, 'approachedAt'>)
    | null;
}

/** Snapshots through the cache: a repeated read costs no SQL. */
@Injectable()
export class TrackingSnapshotsService {
  constructor(
    private readonly cached: CachedReads,
    private readonly orders: OrderReads,
    private readonly drivers: DriverReads,
  ) {}

  /**
   * Null when there is no such order, or it belongs to someone else: the two look the same.
   * @param address `addressOf` the same question: making one costs a hash, so callers keep it
   */
  read(
    asked: TrackingRequest,
    address: Address,
    request?: RequestContext,
  ): Promise<TrackingSnapshot | null> {
    return this.cached.readAt(trackingPolicy, address, () => this.#load(asked), request);
  }

  addressOf(asked: TrackingRequest): Address {
    return addressOf(trackingPolicy, asked);
  }

  async #load({ orderId, ownerId }: TrackingRequest): Promise<TrackingSnapshot | null> {
    const owner = ownerId === anyOwner ? null : ownerId;
    const order = await this.orders.snapshot(orderId, { owner });
    if (!order) return null;
    const delivery = await this.drivers.deliveryOf(orderId);
    return { ...trackedOf(withoutEarlyPin(order)), driver: delivery && driverOf(delivery) };
  }
}

function driverOf({ driverId, driverName, approachedAt }: DeliveryOfOrder) {
  return { id: driverId, firstName: driverName.trim().split(/\s+/)[0] ?? '', approachedAt };
}

/** Only the parts of the order that are shown or asked for. */
function trackedOf(order: OrderSnapshot): Omit<TrackingSnapshot, 'driver'> {
  const { id, storeId, number, status, placedAt, slot, promise, deliveryPin, pickerId } = order;
  const { cancelRequestedAt, needsDispatchAt } = order;
  const { deliverTo } = order;
  return {
    id,
    storeId,
    number,
    status,
    placedAt,
    slot,
    promise,
    deliveryPin,
    pickerId,
    cancelRequestedAt,
    needsDispatchAt,
    deliverTo: deliverTo && {
      lat: deliverTo.lat,
      lng: deliverTo.lng,
      leaveAtDoor: deliverTo.leaveAtDoor,
    },
    lines: order.lines.map(trackedLine),
    totals: { total: order.totals.total },
    payment: { hold: order.payment.hold },
    timeline: order.timeline
      .filter(({ machine }) => machine === 'order')
      .map((step) => ({
        status: step.status,
        at: step.at,
        reason: step.reason,
        reasonCode: step.reasonCode,
      })),
  };
}

function trackedLine(line: OrderLine): TrackedLine {
  const { id, name, unit, quantity, status, pickedQuantity, substitute, answerBy, price } = line;
  const { productId, preference, preferredProductId, fallback } = line;
  return {
    id,
    name,
    unit,
    quantity,
    status,
    pickedQuantity,
    substitute,
    answerBy,
    price,
    productId,
    preference,
    preferredProductId,
    fallback,
  };
}
