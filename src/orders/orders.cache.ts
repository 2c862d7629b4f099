// What is cached about orders, and what evicts it. All of it is somebody's own: the owner stands
// in every key, and an order of somebody else is remembered as none.
import { definePolicy } from '../cache/index.js';

/** Touched with every change of the order, of a part of it or of its delivery. */
export const orderTag = (orderId: string) => `order:${orderId}`;

/** Touched with every change of any order of the customer. */
export const ordersOfTag = (customerId: string) => `orders-of:${customerId}`;

/** Whoever may see every order shares one entry per order; no account id looks like this. */
export const anyOwner = 'staff';

export interface OrderRequest {
  readonly orderId: string;
  /** The account whose order it must be, or `anyOwner`. */
  readonly ownerId: string;
}

/** An order's snapshot under its id. */
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
