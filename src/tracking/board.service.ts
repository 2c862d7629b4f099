import { Injectable } from '@nestjs/common';
import { type DriverOnShift, DriverReads } from '../drivers/index.js';
import { Clock } from '../kernel/clock.js';
import { OrderReads, type OrderSummary } from '../orders/index.js';
import { freshnessOf } from './domain/freshness.js';
import { LivePositionsService } from './live-positions.service.js';

export interface Board {
  readonly unassigned: readonly OrderSummary[];
  readonly onTheWay: readonly (OrderSummary & { readonly driverId: string | null })[];
  readonly drivers: readonly (DriverOnShift & { readonly lastSeenSecondsAgo: number | null })[];
}

/** What a dispatcher looks at: which orders need a driver, and who is there. */
@Injectable()
export class BoardService {
  constructor(
    private readonly orders: OrderReads,
    private readonly drivers: DriverReads,
    private readonly positions: LivePositionsService,
    private readonly clock: Clock,
  ) {}

  async board(): Promise<Board> {
    const [waiting, onTheWay, active, onShift] = await Promise.all([
      this.orders.inStatus(null, ['accepted', 'picking', 'ready']),
      this.orders.inStatus(null, ['out_for_delivery']),
      this.drivers.activeDeliveries(),
      this.drivers.onShift(),
    ]);
    const carriers = new Map(active.map((delivery) => [delivery.orderId, delivery.driverId]));
    return {
      unassigned: waiting.filter((order) => !carriers.has(order.id)),
      onTheWay: onTheWay.map((order) => ({ ...order, driverId: carriers.get(order.id) ?? null })),
      drivers: await Promise.all(
        onShift.map(async (driver) => ({
          ...driver,
          lastSeenSecondsAgo: await this.#lastSeen(driver.driverId),
        })),
      ),
    };
  }

  async #lastSeen(driverId: string): Promise<number | null> {
    const position = await this.positions.of(driverId);
    if (position.status !== 'live') return null;
    return freshnessOf(position.fix.receivedAt, this.clock.now()).ageSeconds;
  }
}
