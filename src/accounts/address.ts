import type { LatLng } from '../kernel/geo.js';

/** A delivery address, with the driver's instructions. */
export interface Destination extends LatLng {
  readonly line1: string;
  /** For the driver. */
  readonly notes: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Nobody has to be there: the proof is a photo, not the customer's PIN. */
  readonly leaveAtDoor: boolean;
}

export interface AddressFields extends Destination {
  /** The customer's own name for it. */
  readonly label: string | null;
}

/** An address of a customer's book. */
export interface Address extends AddressFields {
  readonly id: string;
  /** True for at most one address of a book. */
  readonly isDefault: boolean;
  /** Counts changes from 1. */
  readonly version: number;
}

/** The most addresses of one customer. */
export const mostAddresses = 20;

export interface AddressChange extends AddressFields {
  /** Undefined leaves it unchanged. */
  readonly isDefault: boolean | undefined;
}
