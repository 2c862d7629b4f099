import type { LatLng } from '../kernel/geo.js';

/** Where goods are brought, and what the driver has to know there. */
export interface Destination extends LatLng {
  readonly line1: string;
  /** For the driver. */
  readonly notes: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Nobody has to be there: a photo is the proof, instead of the customer's PIN. */
  readonly leaveAtDoor: boolean;
}

export interface AddressFields extends Destination {
  /** What the customer calls it. */
  readonly label: string | null;
}

/** One of a customer's address book. */
export interface Address extends AddressFields {
  readonly id: string;
  /** At most one of a book. */
  readonly isDefault: boolean;
  /** Counts changes from 1. */
  readonly version: number;
}

/** Of one customer. */
export const mostAddresses = 20;

export interface AddressChange extends AddressFields {
  /** Undefined: as it is. */
  readonly isDefault: boolean | undefined;
}
