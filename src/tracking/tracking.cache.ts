import { definePolicy } from '../cache/index.js';
import { orderTag } from '../orders/index.js';

/** Whoever may see every order shares one entry per order; no account id looks like this. */
export const anyOwner = 'staff';

export interface TrackingRequest {
  readonly orderId: string;
  /** The account whose order it must be, or `anyOwner`. */
  readonly ownerId: string;
}

/**
 * All of a tracking answer that is in SQL; the live position is never part of it.
 * Whatever changes an order or its delivery touches the order's tag.
 */
export const trackingPolicy = definePolicy<TrackingRequest>({
  name: 'tracking.snapshot',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: ({ orderId, ownerId }) => ({ orderId, ownerId }),
  tags: ({ orderId }) => [orderTag(orderId)],
});
