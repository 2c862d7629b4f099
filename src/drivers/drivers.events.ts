import type { NewEvent } from '../kernel/domain-event.js';
import { deliveryStatuses, type DeliveryStatus } from './domain/delivery-status.js';

/** Every step of a delivery: `delivery.assigned`, `delivery.at_store`, … */
export type DeliveryEventType = `delivery.${DeliveryStatus}`;

export interface DeliveryEventPayload {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: DeliveryStatus;
  /** What was done, as in the table of transitions. */
  readonly action: string;
  /** Which try it is to deliver the order, from 1. */
  readonly attempt: number;
  /** Counts all that happens to the delivery from 1, without gaps. */
  readonly version: number;
}

/** Every fact of this module; never a coordinate, a name or an address. */
export const driversEvents: readonly DeliveryEventType[] = deliveryStatuses.map(
  (status) => `delivery.${status}` as const,
);

type DeliveryFacts = { readonly id: string } & Omit<DeliveryEventPayload, 'deliveryId' | 'action'>;

/** The fact that an action has just brought a delivery to its present status. */
export function deliveryMoved(
  { id, orderId, driverId, status, attempt, version }: DeliveryFacts,
  action: string,
): NewEvent<DeliveryEventPayload> {
  return {
    type: `delivery.${status}` satisfies DeliveryEventType,
    version: 1,
    aggregateType: 'delivery',
    aggregateId: id,
    payload: { deliveryId: id, orderId, driverId, status, action, attempt, version },
  };
}
