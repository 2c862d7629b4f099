// Names of the jobs about payments; each gets the `orderId`.
export const authorizePayment = 'orders.authorize-payment';
export const capturePayment = 'orders.capture-payment';
export const voidPayment = 'orders.void-payment';
export const refundPayment = 'orders.refund-payment';
export const expireUnpaid = 'orders.expire-unpaid';

/** How long an order waits for its card. */
export const payWithinMs = 10 * 60_000;

const longestRetryMs = 60 * 60_000;

/**
 * Failed attempts before an alarm, which take eight and a half minutes. Retries go on, in the end
 * once an hour.
 */
export const alarmAfter = 8;

/** Delay before the next call to the provider; `attempt` counts from 1. */
export function retryAfterMs(attempt: number): number {
  return Math.min(1000 * 2 ** attempt, longestRetryMs);
}
