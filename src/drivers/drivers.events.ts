import type { NewEvent } from '../kernel/domain-event.js';
import type { DeliveryStatus } from './domain/delivery-status.js';

export interface DeliveryEventPayload {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: DeliveryStatus;
}

export type DeliveryEventType = 'delivery.assigned' | 'delivery.collected' | 'delivery.delivered';

/** Every fact of this module; never a coordinate, a name or an address. */
export const driversEvents = [
  'delivery.assigned',
  'delivery.collected',
  'delivery.delivered',
] as const satisfies readonly DeliveryEventType[];

interface DeliveryFacts {
  readonly id: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: DeliveryStatus;
}

/** The fact that a delivery has just reached its present status. */
export function deliveryEvent(delivery: DeliveryFacts): NewEvent<DeliveryEventPayload> {
  return {
    type: `delivery.${delivery.status}` satisfies DeliveryEventType,
    version: 1,
    aggregateType: 'delivery',
    aggregateId: delivery.id,
    payload: {
      deliveryId: delivery.id,
      orderId: delivery.orderId,
      driverId: delivery.driverId,
      status: delivery.status,
    },
  };
}
