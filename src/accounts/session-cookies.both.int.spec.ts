// Pages: the refresh token is in a cookie, which is good for refresh and logout from this site only.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, Larder } from '../../test/support/larder.js';
import { mode } from '../../test/support/mode.js';
import { expectProblem } from '../../test/support/problems.js';
import { cookieOf, type Login, meets, newLogin, refresh } from '../../test/support/sessions.js';

let larder: Larder;
let login: Login;
beforeAll(async () => (larder = await Larder.open()));
afterAll(() => larder?.close());
beforeEach(async () => (login = await newLogin(larder, { session: 'cookie' })));

const own = { 'sec-fetch-site': 'same-origin' };
const send = (what: 'refresh' | 'logout', headers: Record<string, string>, body: object = {}) =>
  larder.anyone.post(`/v1/auth/${what}`, body, { cookie: login.cookie, ...headers });
const name = mode === 'embedded' ? 'larder-session' : '__Secure-larder-session';
const attributes = (maxAge: string) =>
  new RegExp(
    `^${name}=[\\w-]*; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${mode === 'embedded' ? '' : '; Secure'}$`,
  );

/** The session goes on with the cookie of the login. */
async function expectUntouched(answer: Answer, code: string, status = 403): Promise<void> {
  expectProblem(answer, status, code);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(await meets(larder, login.accessToken)).toBe('200');
}

describe('the cookie', () => {
  it('alone holds the refresh token, and scripts cannot read it', async () => {
    expect(login.refreshToken).toBeNull();
    const answer = await send('refresh', own);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresInSeconds: 900,
      refreshToken: null,
    });
    expect(answer.headers['set-cookie']).toMatch(attributes('43(200|199)'));
    expect(cookieOf(answer)).not.toBe(login.cookie);
    expect(await meets(larder, answer.body.accessToken)).toBe('200');
  });

  it('is exchanged at each refresh, and removed at logout', async () => {
    const cookie = cookieOf(await send('refresh', own));
    const answer = await send('logout', { ...own, cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(attributes('0'));
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    expectProblem(await send('refresh', { ...own, cookie }), 401, 'session-ended');
  });

  it('opens no other route', async () => {
    for (const url of ['/v1/me', '/v1/me/sessions', '/v1/cart', '/v1/orders']) {
      const answer = await larder.anyone.get(url, { cookie: login.cookie, ...own });
      expectProblem(answer, 401, 'unauthenticated');
    }
  });

  it.each<[string, Record<string, string>]>([
    ['the same origin', own],
    ['the same origin, whatever Origin says', { ...own, origin: 'https://shop.example' }],
    ['an Origin that is Host', { host: 'shop.example', origin: 'https://shop.example' }],
    ['an Origin that is Host with a port', { host: 'a.example:81', origin: 'http://a.example:81' }],
    ['a Host with the usual port', { host: 'a.example:443', origin: 'https://a.example' }],
  ])('is taken from %s', async (_, headers) => {
    expect((await send('refresh', headers)).status).toBe(200);
    expect((await send('logout', headers)).status).toBe(204);
  });

  const elsewhere: [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of the same site', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['another site that claims Origin', { 'sec-fetch-site': 'cross-site', origin: 'http://a' }],
    ['another Origin', { host: 'shop.example', origin: 'https://evil.example' }],
    ['an Origin with another port', { host: 'shop.example', origin: 'https://shop.example:444' }],
    ['an Origin that begins alike', { host: 'shop.example', origin: 'https://shop.example.evil' }],
    ['an opaque origin', { host: 'null', origin: 'null' }],
    ['nowhere', { host: 'shop.example' }],
  ];
  it.each(elsewhere)('is not taken from %s', async (_, headers) => {
    await expectUntouched(await send('refresh', headers), 'cross-site-request');
    await expectUntouched(await send('logout', headers), 'cross-site-request');
  });

  it('is not taken with a form, which needs no leave to be sent across sites', async () => {
    for (const url of ['/v1/auth/refresh', '/v1/auth/logout']) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const headers = { cookie: login.cookie, 'content-type': type, ...own };
        const answer = await larder.send({ method: 'POST', url, headers, payload: '{}' });
        await expectUntouched(answer, 'unsupported-media-type', 415);
      }
    }
  });

  it('is refused beside another of its name, which a neighbour may have planted', async () => {
    const cookie = `${login.cookie}; other=1; ${login.cookie}`;
    await expectUntouched(await send('refresh', { ...own, cookie }), 'invalid-refresh-token', 401);
  });

  it('is no refresh token for a body, and the reverse', async () => {
    const token = login.cookie.split('=')[1]!;
    expectProblem(await refresh(larder, token), 401, 'invalid-refresh-token');
    const app = await newLogin(larder);
    const cookie = `${name}=${app.refreshToken}`;
    expectProblem(await send('refresh', { ...own, cookie }), 401, 'invalid-refresh-token');
  });
});
