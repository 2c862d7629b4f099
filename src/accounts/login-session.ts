// How long a session lasts, and what a refresh token that comes back means.

/** Who keeps the refresh token: an app, or a browser in a cookie that pages cannot read. */
export const sessionKinds = ['app', 'page'] as const;

export type SessionKind = (typeof sessionKinds)[number];

/** Why a session ended before its time; `access`: the role or the account itself was changed. */
export type EndedWhy = 'logout' | 'ended' | 'password' | 'access' | 'reuse';

/** What somebody has logged in to: a family of refresh tokens, of which the newest is good. */
export interface LoginSession {
  readonly id: string;
  readonly accountId: string;
  readonly kind: SessionKind;
  /** Of 32 random bytes: the tokens are derived from it and a secret, and kept nowhere. */
  readonly seed: Buffer;
  /** The number of the newest refresh token, from 1. */
  readonly generation: number;
  readonly createdAt: Date;
  /** The time of the newest refresh token. */
  readonly rotatedAt: Date;
  readonly endedAt: Date | null;
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** The most milliseconds without a refresh, and in all. */
export const lifeOf: Readonly<Record<SessionKind, { idleMs: number; mostMs: number }>> = {
  app: { idleMs: 14 * day, mostMs: 90 * day },
  page: { idleMs: 12 * hour, mostMs: 7 * day },
};

/** An answer may be lost on the way: for so long the refresh token before it is good for another. */
const repeatableMs = 30_000;

/** When the session ends by itself, if its refresh token is not used before. */
export function expiryOf({ kind, createdAt, rotatedAt }: LoginSession): Date {
  const { idleMs, mostMs } = lifeOf[kind];
  return new Date(Math.min(rotatedAt.getTime() + idleMs, createdAt.getTime() + mostMs));
}

export function isOver(session: LoginSession, now: Date): boolean {
  return session.endedAt !== null || expiryOf(session) <= now;
}

/**
 * What the refresh token of a generation means: the newest is exchanged; the one before it asks
 * again for an answer that was lost; an older one is in two hands, of which one is a thief's.
 */
export function meaningOf(
  { generation, rotatedAt }: LoginSession,
  presented: number,
  now: Date,
): 'newest' | 'repeated' | 'reused' {
  if (presented >= generation) return 'newest';
  const age = now.getTime() - rotatedAt.getTime();
  return presented === generation - 1 && age <= repeatableMs ? 'repeated' : 'reused';
}
