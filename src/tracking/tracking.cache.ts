import { definePolicy } from '../cache/index.js';
import { type OrderRequest, orderTag } from '../orders/index.js';

export type TrackingRequest = OrderRequest;

/**
 * All of a tracking answer that is in SQL; the live position is never part of it.
 * Whatever changes an order or its delivery touches the order's tag.
 */
export const trackingPolicy = definePolicy<TrackingRequest>({
  name: 'tracking.order',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: ({ orderId, ownerId }) => ({ orderId, ownerId }),
  tags: ({ orderId }) => [orderTag(orderId)],
});

/** `hash`: what the token hashes to; a token stands in no key. */
export const shareLinkTag = (hash: string) => `share-link:${hash}`;

/** Where a share link leads; that it is the owner's secret makes it theirs alone. */
export const shareLinkPolicy = definePolicy<string>({
  name: 'tracking.share-link',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: (hash) => ({ hash }),
  tags: (hash) => [shareLinkTag(hash)],
});
