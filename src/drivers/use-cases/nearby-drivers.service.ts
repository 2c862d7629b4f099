import { Injectable } from '@nestjs/common';
import { type InStores, worksAt } from '../../accounts/index.js';
import { OrderNotFound, OrderReads } from '../../orders/index.js';
import { LocationStore, type NearbyDriver } from '../location/location.port.js';
import { type DriverOnShift, DriverReads } from '../persistence/driver-reads.queries.js';

export type DriverNearby = NearbyDriver & DriverOnShift;

/** The drivers who could take an order, for staff to choose from. */
@Injectable()
export class NearbyDrivers {
  constructor(
    private readonly orders: OrderReads,
    private readonly location: LocationStore,
    private readonly drivers: DriverReads,
  ) {}

  /**
   * The online drivers of the order's store within `radiusM` metres of it, nearest first; busy ones
   * too, because staff may know better.
   * @throws order-not-found, location-store-unavailable
   */
  async ofOrder(
    orderId: string,
    radiusM: number,
    limit: number,
    who: InStores,
  ): Promise<DriverNearby[]> {
    const order = await this.orders.snapshot(orderId);
    if (!order || !worksAt(who, order.storeId))
      throw OrderNotFound.because('No order has this id.');
    const { storeId, storeLocation: place } = order;
    const [near, onShift] = await Promise.all([
      this.location.nearest({ storeId, place, radiusM, limit }),
      this.drivers.onShift([storeId]),
    ]);
    const known = new Map(onShift.map((driver) => [driver.driverId, driver]));
    return near.flatMap((driver) => {
      const shift = known.get(driver.driverId);
      return shift ? [{ ...driver, ...shift }] : [];
    });
  }
}
