export const vehicles = ['bike', 'scooter', 'car', 'van'] as const;
export type Vehicle = (typeof vehicles)[number];

/** The usual capacity of a driver, in deliveries at a time. */
export const usualCapacity = 2;
export const mostCapacity = 10;
