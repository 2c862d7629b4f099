import { Injectable } from '@nestjs/common';
import type { InStores } from '../accounts/index.js';
import { StoresService } from '../catalog/index.js';
import { type DriverOnShift, DriverReads } from '../drivers/index.js';
import { Clock } from '../kernel/clock.js';
import { type OpenOrder, OpenOrders, type OrderStatus } from '../orders/index.js';
import { dueAt } from './domain/eta.js';
import { freshnessOf } from './domain/freshness.js';
import { LivePositionsService } from './live-positions.service.js';

type WithDriver = OpenOrder & {
  readonly driverId: string | null;
  readonly deliveryId: string | null;
};

export interface BoardDriver extends DriverOnShift {
  readonly position: { readonly lat: number; readonly lng: number } | null;
  readonly lastSeenSecondsAgo: number | null;
  /** Whether the position is old, or missing; null while positions are unavailable. */
  readonly stale: boolean | null;
}

export interface Board {
  readonly unassigned: readonly OpenOrder[];
  readonly noDriver: readonly OpenOrder[];
  readonly onTheWay: readonly WithDriver[];
  readonly failed: readonly WithDriver[];
  readonly drivers: readonly BoardDriver[];
  readonly late: readonly (WithDriver & { readonly dueAt: string })[];
  readonly substitutions: readonly OpenOrder[];
  readonly cancelRequests: readonly OpenOrder[];
}

/** The oldest orders only: beyond that a dispatcher needs more than a board. */
const mostOrders = 1000;
/** Longer silences are told as `null`. */
const heardLatelySeconds = 90;
const waiting: readonly OrderStatus[] = ['accepted', 'picking', 'ready'];
const underway: readonly OrderStatus[] = ['placed', ...waiting, 'out_for_delivery'];

/**
 * A dispatcher's view: the orders that need a hand, and the drivers on shift. The same few
 * statements and two reads of positions at once, however many there are of either.
 */
@Injectable()
export class BoardService {
  constructor(
    private readonly stores: StoresService,
    private readonly orders: OpenOrders,
    private readonly drivers: DriverReads,
    private readonly positions: LivePositionsService,
    private readonly clock: Clock,
  ) {}

  /** Of the store named, else of all that they work for. @throws store-not-found */
  async board(who: InStores, store?: string): Promise<Board> {
    const storeIds = await this.stores.idsOfStaff(who, store);
    const [open, active, onShift] = await Promise.all([
      this.orders.inStatus([...underway, 'delivery_failed'], storeIds, mostOrders),
      this.drivers.activeDeliveries(),
      this.drivers.onShift(storeIds),
    ]);
    const carriers = new Map(active.map((delivery) => [delivery.orderId, delivery]));
    const withDriver = (order: OpenOrder) => {
      const { driverId = null, deliveryId = null } = carriers.get(order.id) ?? {};
      return { ...order, driverId, deliveryId };
    };
    const now = this.clock.now();
    const unassigned = open.filter(
      ({ id, status }) => waiting.includes(status) && !carriers.has(id),
    );
    return {
      unassigned,
      noDriver: unassigned.filter(({ needsDispatchAt }) => needsDispatchAt !== null),
      onTheWay: open.filter(({ status }) => status === 'out_for_delivery').map(withDriver),
      failed: open.filter(({ status }) => status === 'delivery_failed').map(withDriver),
      drivers: await this.#seen(onShift, now),
      late: open
        .filter(({ status }) => underway.includes(status))
        .map((order) => ({ order, due: dueAt(order) }))
        .filter(({ due }) => due < now)
        .map(({ order, due }) => ({ ...withDriver(order), dueAt: due.toISOString() })),
      substitutions: open.filter(({ answerBy }) => answerBy !== null),
      cancelRequests: open.filter(({ cancelRequestedAt }) => cancelRequestedAt !== null),
    };
  }

  async #seen(onShift: readonly DriverOnShift[], now: Date): Promise<BoardDriver[]> {
    const seen = await this.positions.ofMany(onShift.map(({ driverId }) => driverId));
    return onShift.map((driver) => {
      const fix = seen?.fix(driver.driverId) ?? null;
      const heardAtMs = seen?.heardAtMs(driver.driverId) ?? null;
      const heardSecondsAgo = heardAtMs === null ? null : freshnessOf(heardAtMs, now).ageSeconds;
      const isLately = heardSecondsAgo !== null && heardSecondsAgo < heardLatelySeconds;
      return {
        ...driver,
        position: fix && { lat: fix.lat, lng: fix.lng },
        lastSeenSecondsAgo: isLately ? heardSecondsAgo : null,
        stale: seen && (fix === null || freshnessOf(fix.madeAtMs, now).stale),
      };
    });
  }
}
