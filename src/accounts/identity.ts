export const roles = ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const;

export type Role = (typeof roles)[number];

export function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}

/** Who sends a request, as the access token says. */
export interface Identity {
  readonly accountId: string;
  readonly role: Role;
}

/** What the guard reads of a request, and leaves on it. */
export interface IdentifiedRequest {
  readonly headers: { readonly authorization?: string };
  readonly raw: { readonly rawHeaders: readonly string[] };
  identity?: Identity;
}
