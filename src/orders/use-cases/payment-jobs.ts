// The jobs about payments, by name; each gets the `orderId`.
export const authorizePayment = 'orders.authorize-payment';
export const capturePayment = 'orders.capture-payment';
export const voidPayment = 'orders.void-payment';
export const refundPayment = 'orders.refund-payment';
export const expireUnpaid = 'orders.expire-unpaid';

/** How long an order waits for its card. */
export const payWithinMs = 10 * 60_000;

const longestRetryMs = 60 * 60_000;

/**
 * So many times in vain, which takes eight and a half minutes, and people must look into it; the
 * provider is asked on, at last once an hour.
 */
export const alarmAfter = 8;

/** How long to wait before the provider is asked again; `attempt` counts from 1. */
export function retryAfterMs(attempt: number): number {
  return Math.min(1000 * 2 ** attempt, longestRetryMs);
}
