import { Injectable } from '@nestjs/common';
import { OrderLifecycle } from '../../orders/index.js';
import { UnitOfWork } from '../../platform/index.js';
import { IllegalDeliveryStep, LocationStoreUnavailable } from '../drivers.errors.js';
import { LocationStore, type StoredFix } from '../location/location.port.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { DeliveryLifecycle } from './delivery-lifecycle.service.js';

export interface WatchedDelivery {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
}

const system = { accountId: null, role: 'system' as const };

/** The positions of deliveries' drivers, for jobs that act on them. */
@Injectable()
export class WatchedDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly location: LocationStore,
    private readonly orders: OrderLifecycle,
    private readonly deliveries: DeliveryRepository,
    private readonly lifecycle: DeliveryLifecycle,
  ) {}

  /** Fixes by driver; null while positions are unavailable. */
  fixesOf(watched: readonly WatchedDelivery[]): Promise<ReadonlyMap<string, StoredFix> | null> {
    return unlessAway(this.location.latestOfMany(driversOf(watched)));
  }

  /** When the drivers were last heard, epoch ms; null while positions are unavailable. */
  async heardOf(
    watched: readonly WatchedDelivery[],
  ): Promise<ReadonlyMap<string, number | null> | null> {
    const sessions = await unlessAway(this.location.sessionsOf(driversOf(watched)));
    return sessions && new Map([...sessions].map(([id, { heardAtMs }]) => [id, heardAtMs]));
  }

  /** Leaves a delivery alone that has moved on since it was looked at. */
  async move({ deliveryId, orderId, driverId }: WatchedDelivery, action: string): Promise<void> {
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.orders.lock(tx, orderId, system);
        const delivery = await this.deliveries.findOf(driverId, deliveryId, tx);
        await this.lifecycle.move(tx, delivery!, action, system);
      });
    } catch (error) {
      if (!IllegalDeliveryStep.matches(error)) throw error;
    }
  }
}

const driversOf = (watched: readonly WatchedDelivery[]) => [
  ...new Set(watched.map(({ driverId }) => driverId)),
];

async function unlessAway<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!LocationStoreUnavailable.matches(error)) throw error;
    return null;
  }
}
