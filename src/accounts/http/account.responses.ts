import { ApiProperty } from '@nestjs/swagger';
import type { Account } from '../accounts.service.js';
import { type Role, roles } from '../identity.js';

export class AccountResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10' })
  id: string;

  @ApiProperty({ format: 'email', example: 'amina@example.com' })
  email: string;

  /** @example Amina */
  displayName: string;

  /** The account's rights. @example customer */
  @ApiProperty({ enum: roles })
  role: Role;

  /** E.164; null when none was given. @example +971501234567 */
  phone: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:15:00.000Z' })
  createdAt: string;
}

export class ChangedAccountResponse extends AccountResponse {
  /** Whether nobody may log in to it. @example false */
  disabled: boolean;
}

export class TokensResponse {
  /**
   * Send it in the Authorization header of every request: `Bearer <accessToken>`.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJyb2xlIjoi…
   */
  accessToken: string;

  /** @example Bearer */
  tokenType: 'Bearer';

  /** How long the token is valid, counted from this answer. @example 900 */
  expiresInSeconds: number;

  /**
   * Good for one POST /v1/auth/refresh, which answers the next. Null for pages: their cookie holds it.
   * @example AZCy5nwacACAAD9bKpwdEAAAAAG3v1q2…
   */
  refreshToken: string | null;
}

export class LoginResponse extends TokensResponse {
  account: AccountResponse;
}

export function accountResponse(account: Account): AccountResponse {
  return { ...account, createdAt: account.createdAt.toISOString() };
}
