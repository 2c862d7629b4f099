// Logins that last, over HTTP.
import { AccountsService, type Role } from '../../src/accounts/index.js';
import type { Answer, Larder } from './larder.js';
import { wanted } from './people.js';

export interface Login {
  readonly accountId: string;
  readonly email: string;
  readonly accessToken: string;
  /** Null for a login of a page. */
  readonly refreshToken: string | null;
  /** Name and value. */
  readonly cookie: string;
}

const password = 'a long password';

/** The cookie of an answer, as a browser sends it back. */
export const cookieOf = ({ headers }: Answer) => String(headers['set-cookie'] ?? '').split(';')[0]!;

/** A new account, not logged in. */
export async function newAccount({ app }: Larder, role: Role = 'customer'): Promise<string> {
  const email = `${role}-${Math.random().toString(36).slice(2)}@sessions.example`;
  await app.get(AccountsService).create({ email, password, displayName: 'Sam', role });
  return email;
}

export async function logIn(larder: Larder, email: string, more: object = {}): Promise<Login> {
  const answer = await larder.anyone.post('/v1/auth/login', { email, password, ...more });
  const { accessToken, refreshToken, account } = await wanted(200, Promise.resolve(answer));
  return { accountId: account.id, email, accessToken, refreshToken, cookie: cookieOf(answer) };
}

export const newLogin = async (larder: Larder, more: object = {}) =>
  logIn(larder, await newAccount(larder), more);

export const refresh = (larder: Larder, refreshToken: string | null): Promise<Answer> =>
  larder.anyone.post('/v1/auth/refresh', { refreshToken });

export const logOut = (larder: Larder, refreshToken: string | null): Promise<Answer> =>
  larder.anyone.post('/v1/auth/logout', { refreshToken });

/** What a request with this access token is answered. */
export async function meets(larder: Larder, accessToken: string, url = '/v1/me'): Promise<string> {
  const { status, body } = await larder.anyone.get(url, { authorization: `Bearer ${accessToken}` });
  return status === 200 ? '200' : `${status} ${body.code}`;
}
