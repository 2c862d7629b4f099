// The facts of this module; none holds a coordinate, a name or an address.
import type { NewEvent } from '../kernel/domain-event.js';
import type { DeliveryStatus } from './domain/delivery-status.js';
import type { GivenUp } from './domain/dispatch-rules.js';
import type { OfferStatus } from './domain/offer-status.js';

/** Every step of a delivery: `delivery.assigned`, `delivery.at_store`, … */
export type DeliveryEventType = `delivery.${DeliveryStatus}`;
/** The driver comes near the door: once per delivery. */
const approachedType = 'delivery.approached';
/** Every step of an offer: `offer.offered`, `offer.declined`, … */
export type OfferEventType = `offer.${OfferStatus}`;
/** No driver was found for an order: it is left to staff. */
const givenUpType = 'dispatch.given_up';

export interface DeliveryEventPayload {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: DeliveryStatus;
  /** The action, as in the table of transitions. */
  readonly action: string;
  /** The number of this try to deliver the order, from 1. */
  readonly attempt: number;
  /** Counts the changes of the delivery from 1, without gaps. */
  readonly version: number;
}

export interface OfferEventPayload {
  readonly offerId: string;
  readonly orderId: string;
  readonly driverId: string;
  readonly status: OfferStatus;
  /** The search for a driver and its round, both from 1. */
  readonly search: number;
  readonly round: number;
}

export interface DispatchGivenUp {
  readonly orderId: string;
  readonly storeId: string;
  readonly why: GivenUp;
}

type DeliveryFacts = { readonly id: string } & Omit<DeliveryEventPayload, 'deliveryId' | 'action'>;

/** The fact that an action has just brought a delivery to its present status. */
export function deliveryMoved(
  { id, orderId, driverId, status, attempt, version }: DeliveryFacts,
  action: string,
): NewEvent<DeliveryEventPayload> {
  const moved: DeliveryEventType = `delivery.${status}`;
  return {
    type: action === 'approach' ? approachedType : moved,
    version: 1,
    aggregateType: 'delivery',
    aggregateId: id,
    payload: { deliveryId: id, orderId, driverId, status, action, attempt, version },
  };
}

type OfferFacts = { readonly id: string } & Omit<OfferEventPayload, 'offerId'>;

/** The fact that an offer has just come to its present status. */
export function offerMoved({
  id,
  orderId,
  driverId,
  status,
  search,
  round,
}: OfferFacts): NewEvent<OfferEventPayload> {
  return {
    type: `offer.${status}` satisfies OfferEventType,
    version: 1,
    aggregateType: 'offer',
    aggregateId: id,
    payload: { offerId: id, orderId, driverId, status, search, round },
  };
}

export function dispatchGivenUp(payload: DispatchGivenUp): NewEvent<DispatchGivenUp> {
  const { orderId: aggregateId } = payload;
  return { type: givenUpType, version: 1, aggregateType: 'dispatch', aggregateId, payload };
}
