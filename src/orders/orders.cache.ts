// Policies of cached reads of orders. Every key has the owner in it; for other owners, the cache
// remembers that there is no such order.
import { definePolicy } from '../cache/index.js';

/** Evicted by every change of the order, its parts or its delivery. */
export const orderTag = (orderId: string) => `order:${orderId}`;

/** Evicted by every change of any order of the customer. */
export const ordersOfTag = (customerId: string) => `orders-of:${customerId}`;

/** Shared by all staff, who may see every order; no account id looks like this. */
export const anyOwner = 'staff';

export interface OrderRequest {
  readonly orderId: string;
  /** The account that must own the order, or `anyOwner`. */
  readonly ownerId: string;
}

/** One order's snapshot. */
export const orderPolicy = definePolicy<OrderRequest>({
  name: 'orders.snapshot',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  notFoundTtlMs: 10_000,
  key: ({ orderId, ownerId }) => ({ orderId, ownerId }),
  tags: ({ orderId }) => [orderTag(orderId)],
});

export interface HistoryRequest {
  readonly customerId: string;
  readonly limit: number;
  /** `placedAt` and id of the last order of the page before; null for the first page. */
  readonly after: readonly [string, string] | null;
}

/** A page of a customer's orders. */
export const historyPolicy = definePolicy<HistoryRequest>({
  name: 'orders.history',
  scope: 'owner',
  ttlMs: 5 * 60_000,
  key: ({ customerId, limit, after }) => ({
    customerId,
    limit,
    placedAt: after?.[0] ?? null,
    orderId: after?.[1] ?? null,
  }),
  tags: ({ customerId }) => [ordersOfTag(customerId)],
});
