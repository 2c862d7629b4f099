/** Tracking has no refusals of its own: an order that may not be seen is orders' `order-not-found`. */
export const trackingErrors = [] as const;
