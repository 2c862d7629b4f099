export const vehicles = ['bike', 'scooter', 'car', 'van'] as const;
export type Vehicle = (typeof vehicles)[number];

/** What a driver carries at a time, in deliveries. */
export const usualCapacity = 2;
export const mostCapacity = 10;
