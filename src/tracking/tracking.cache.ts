import { definePolicy } from '../cache/index.js';
import { type OrderRequest, orderTag } from '../orders/index.js';

export type TrackingRequest = OrderRequest;

/**
 * The part of a tracking answer that is in SQL; the live position is never part of it. Every change
 * of an order or its delivery touches the order's tag.
 */
export const trackingPolicy = definePolicy<TrackingRequest>({
  name: 'tracking.order',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: ({ orderId, ownerId }) => ({ orderId, ownerId }),
  tags: ({ orderId }) => [orderTag(orderId)],
});

/** @param hash the hash of the token; the token itself stands in no key */
export const shareLinkTag = (hash: string) => `share-link:${hash}`;

/** The order behind a share link; scope `owner`, because only holders of the token reach it. */
export const shareLinkPolicy = definePolicy<string>({
  name: 'tracking.share-link',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: (hash) => ({ hash }),
  tags: (hash) => [shareLinkTag(hash)],
});
