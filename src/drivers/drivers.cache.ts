import { touch } from '../cache/index.js';
import { orderTag } from '../orders/index.js';
import type { Quota, Transaction } from '../platform/index.js';
import { pingBurst, pingIntervalMs } from './domain/ping-pace.js';

/**
 * How long a position outlives its ping, and its driver counts as online, in milliseconds. After
 * that nobody can ask for it.
 */
export const positionTtlMs = 90_000;

/**
 * How long an open shift may send positions before its app must call POST /v1/driver/shift again,
 * in milliseconds. It also bounds how long the store remembers a shift that has ended.
 */
export const shiftTtlMs = 16 * 60 * 60 * 1000;

/** How long any call to the location store may take, in milliseconds. */
export const locationDeadlineMs = 100;

/** How often one driver may ping. */
export const pingQuota: Quota = {
  name: 'pings',
  requests: pingBurst,
  windowSeconds: (pingBurst * pingIntervalMs) / 1000,
};

/** Evicts everything that is cached about an order when its delivery changes. */
export function deliveryChanged(tx: Transaction, orderId: string): Promise<void> {
  return touch(tx, orderTag(orderId));
}
