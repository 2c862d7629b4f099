/** Tracking only reads: it publishes no facts. */
export const trackingEvents = [] as const;
