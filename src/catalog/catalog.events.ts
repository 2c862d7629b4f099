import type { NewEvent } from '../kernel/domain-event.js';

export const availabilityChanged = 'catalog.availability-changed';

/** Shoppers are told no numbers of stock: enough, little, none. */
export type Availability = 'in' | 'low' | 'out';

export interface AvailabilityChanged {
  readonly storeId: string;
  readonly productId: string;
  readonly availability: Availability;
}

/** A product ran low, sold out, or came back. */
export function availabilityChangedEvent(
  payload: AvailabilityChanged,
): NewEvent<AvailabilityChanged> {
  return {
    type: availabilityChanged,
    version: 2,
    aggregateType: 'store-product',
    aggregateId: `${payload.storeId}:${payload.productId}`,
    payload,
  };
}
