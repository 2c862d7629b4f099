import type { StoreScope } from './store-scope.js';

export const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const;

export type Role = (typeof roles)[number];

/** The roles of people who work in stores. */
export const staffRoles = ['picker', 'driver', 'dispatcher', 'admin'] as const satisfies Role[];

export type StaffRole = (typeof staffRoles)[number];

export function isStaff(role: Role): role is StaffRole {
  return role !== 'customer';
}

export function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}

/** The sender of a request: as its access token says, and the stores that staff work for. */
export interface Identity {
  readonly accountId: string;
  readonly role: Role;
  /** The login that the token comes from. */
  readonly sessionId: string;
  /** Left out for customers, and on routes that touch nothing of a store. */
  readonly stores?: StoreScope;
}

/** The part of a request that the guard reads, and sets. */
export interface IdentifiedRequest {
  readonly headers: { readonly authorization?: string };
  readonly raw: { readonly method?: string; readonly rawHeaders: readonly string[] };
  identity?: Identity;
}
