// What a cached read about an order depends on. This module caches nothing itself: its lists and
// details are read by their owner right after a change. Tracking polls through this tag.

/** Touched with every move of the order. */
export const orderTag = (orderId: string) => `order:${orderId}`;
