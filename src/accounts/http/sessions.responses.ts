import { ApiProperty } from '@nestjs/swagger';
import type { Identity } from '../identity.js';
import { expiryOf, type LoginSession, type SessionKind, sessionKinds } from '../login-session.js';

export class SessionResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10' })
  id: string;

  /** Whether an app or a browser’s cookie keeps its refresh token. @example app */
  @ApiProperty({ enum: sessionKinds })
  kind: SessionKind;

  /** Whether this request’s access token is of the session. @example true */
  current: boolean;

  /** The time of the login. */
  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:15:00.000Z' })
  createdAt: string;

  /** The time of the login, or of the last refresh. */
  @ApiProperty({ format: 'date-time', example: '2026-03-02T18:00:00.000Z' })
  refreshedAt: string;

  /** When it ends by itself, if it is not refreshed before. */
  @ApiProperty({ format: 'date-time', example: '2026-03-16T18:00:00.000Z' })
  expiresAt: string;
}

export class SessionsResponse {
  items: SessionResponse[];
}

export function sessionResponse(session: LoginSession, caller: Identity): SessionResponse {
  const { id, kind, createdAt, rotatedAt } = session;
  return {
    id,
    kind,
    current: id === caller.sessionId,
    createdAt: createdAt.toISOString(),
    refreshedAt: rotatedAt.toISOString(),
    expiresAt: expiryOf(session).toISOString(),
  };
}
