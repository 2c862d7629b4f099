export const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const;

export type Role = (typeof roles)[number];

export function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}

/** The sender of a request, as its access token says. */
export interface Identity {
  readonly accountId: string;
  readonly role: Role;
  /** The login that the token comes from. */
  readonly sessionId: string;
}

/** The part of a request that the guard reads, and sets. */
export interface IdentifiedRequest {
  readonly headers: { readonly authorization?: string };
  readonly raw: { readonly method?: string; readonly rawHeaders: readonly string[] };
  identity?: Identity;
}
