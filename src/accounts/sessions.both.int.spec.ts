import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import {
  type Login,
  logIn,
  logOut,
  meets,
  newLogin,
  refresh,
} from '../../test/support/sessions.js';
import { ManualClock } from '../kernel/clock.js';
import { Database } from '../platform/index.js';
import { RefreshTokens } from './refresh-tokens.service.js';
import { Sessions } from './sessions.service.js';

const second = 1000;
const hour = 60 * 60 * second;
const day = 24 * hour;

let clock: ManualClock;
let larder: Larder;
beforeAll(async () => {
  clock = new ManualClock(new Date());
  larder = await Larder.open({ clock });
});
afterAll(() => larder?.close());

const next = async (token: string | null) =>
  (await wanted(200, refresh(larder, token))).refreshToken as string;
const expectRefused = async (token: string | null, code = 'session-ended') =>
  expectProblem(await refresh(larder, token), 401, code);
const query = (sql: string, values: unknown[] = []) => larder.app.get(Database).query(sql, values);
const rowOf = async ({ accountId }: Login) =>
  (await query('SELECT * FROM login_sessions WHERE account_id = $1', [accountId]))[0]!;

describe('a session', () => {
  let login: Login;
  beforeEach(async () => (login = await newLogin(larder)));

  it('begins with a login, and goes on by refreshes', async () => {
    const answer = await refresh(larder, login.refreshToken);
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    const { accessToken, refreshToken, ...more } = answer.body;
    expect(more).toEqual({ tokenType: 'Bearer', expiresInSeconds: 900 });
    expect(refreshToken).not.toBe(login.refreshToken);
    expect(await meets(larder, accessToken)).toBe('200');
    clock.advance(15 * 60 * second);
    expect(
      await meets(larder, (await wanted(200, refresh(larder, refreshToken))).accessToken),
    ).toBe('200');
  });

  it('answers the same next token for 30 seconds, and exchanges nothing twice', async () => {
    const first = await next(login.refreshToken);
    clock.advance(30 * second);
    expect(await next(login.refreshToken)).toBe(first);
    expect((await rowOf(login)).generation).toBe(2);
    expect(await next(first)).not.toBe(first);
  });

  it.each([
    ['the token before, after 30 seconds', 1, 30 * second + 1],
    ['an older one, at once', 2, 0],
  ])('ends for both by %s', async (_, exchanges, later) => {
    let newest = login.refreshToken;
    for (let n = 0; n < exchanges; n += 1) newest = await next(newest);
    clock.advance(later);
    await expectRefused(login.refreshToken);
    await expectRefused(newest);
    expect(await rowOf(login)).toMatchObject({ ended_why: 'reuse' });
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    const { id } = await rowOf(login);
    const facts = await query('SELECT type, payload FROM outbox WHERE aggregate_id = $1', [id]);
    const payload = { sessionId: id, accountId: login.accountId, kind: 'app' };
    expect(facts).toEqual([{ type: 'session.reuse_detected', payload }]);
  });

  it('is ended by a stolen token that was used once after the owner’s refresh', async () => {
    const stolen = await next(login.refreshToken);
    const owners = await next(stolen);
    clock.advance(day);
    await expectRefused(stolen);
    await expectRefused(owners);
  });

  it('lasts two weeks without a refresh, and ninety days in all', async () => {
    const other = await newLogin(larder);
    clock.advance(14 * day - 1);
    let newest = await next(login.refreshToken);
    clock.advance(1);
    await expectRefused(other.refreshToken);
    for (let days = 24; days <= 84; days += 10) {
      clock.advance(10 * day);
      newest = await next(newest);
    }
    clock.advance(6 * day - 1);
    newest = await next(newest);
    clock.advance(1);
    await expectRefused(newest);
    expect(await rowOf(login)).toMatchObject({ ended_at: null });
  });

  it('ends with a logout, by whichever of its tokens', async () => {
    const newest = await next(login.refreshToken);
    const answer = await logOut(larder, login.refreshToken);
    expect([answer.status, answer.text]).toEqual([204, '']);
    await expectRefused(newest);
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    expect((await logOut(larder, newest)).status).toBe(204);
    expect(await rowOf(login)).toMatchObject({ ended_why: 'logout' });
  });

  it('is not ended, and not refreshed, by what was not made for it', async () => {
    const token = login.refreshToken!;
    const { id, seed } = (await rowOf(login)) as { id: string; seed: Buffer };
    const made = larder.app.get(RefreshTokens);
    const ofOther = made.of({ id, seed: Buffer.alloc(32) }, 1);
    const forged = Buffer.from(token, 'base64url');
    forged.writeUInt32BE(0, 16);
    const spelled = [`${token}=`, token.slice(0, -1), `${token}A`, token.toUpperCase(), 'x'];
    const others = [ofOther, forged.toString('base64url'), made.of({ id: randomUUID(), seed }, 1)];
    for (const wrong of [...spelled, ...others]) {
      await expectRefused(wrong, 'invalid-refresh-token');
      expectProblem(await logOut(larder, wrong), 401, 'invalid-refresh-token');
    }
    await expectRefused(null, 'invalid-refresh-token');
    expect(await rowOf(login)).toMatchObject({ generation: 1, ended_at: null });
    await next(token);
  });

  it('keeps no token in the database', async () => {
    const row = JSON.stringify(await rowOf(login), (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64url') : value,
    );
    const bytes = Buffer.from(login.refreshToken!, 'base64url');
    expect(row).not.toContain(login.refreshToken);
    expect(row).not.toContain(bytes.subarray(20).toString('base64url'));
  });
});

describe('the sessions of an account', () => {
  it('are listed, the last refreshed first, and end by their ids', async () => {
    const first = await newLogin(larder);
    clock.advance(hour);
    const page = await logIn(larder, first.email, { session: 'cookie' });
    clock.advance(second);
    const { accessToken } = await wanted(200, refresh(larder, first.refreshToken));
    const me = new Person(larder, accessToken);
    const { items } = await wanted(200, me.get('/v1/me/sessions'));
    const now = clock.now().getTime();
    const at = (ago: number) => new Date(now - ago).toISOString();
    expect(items).toEqual([
      {
        id: expect.any(String),
        kind: 'app',
        current: true,
        createdAt: at(hour + second),
        refreshedAt: at(0),
        expiresAt: at(-14 * day),
      },
      {
        id: expect.any(String),
        kind: 'page',
        current: false,
        createdAt: at(second),
        refreshedAt: at(second),
        expiresAt: at(second - 12 * hour),
      },
    ]);
    const [, { id }] = items;
    const stranger = new Person(larder, (await newLogin(larder)).accessToken);
    for (const not of [id, randomUUID()]) {
      const answer = await stranger.delete(`/v1/me/sessions/${not}`);
      expectProblem(answer, 404, 'session-not-found');
    }
    expect((await me.delete(`/v1/me/sessions/${id}`)).status).toBe(204);
    expectProblem(await me.delete(`/v1/me/sessions/${id}`), 404, 'session-not-found');
    expect(await meets(larder, page.accessToken)).toBe('401 session-ended');
    expect((await wanted(200, me.get('/v1/me/sessions'))).items).toMatchObject([{ kind: 'app' }]);
  });

  it('end at once, all except the one that asks', async () => {
    const own = await newLogin(larder);
    const others = [await logIn(larder, own.email), await logIn(larder, own.email)];
    const stranger = await newLogin(larder);
    expect((await new Person(larder, own.accessToken).delete('/v1/me/sessions')).status).toBe(204);
    for (const other of others) {
      expect(await meets(larder, other.accessToken)).toBe('401 session-ended');
      await expectRefused(other.refreshToken);
    }
    for (const kept of [own, stranger]) {
      expect(await meets(larder, kept.accessToken)).toBe('200');
      await next(kept.refreshToken);
    }
  });

  it('are forgotten a week after their end', async () => {
    const [ended, expired, kept] = [
      await newLogin(larder),
      await newLogin(larder, { session: 'cookie' }),
      await newLogin(larder),
    ];
    await logOut(larder, ended.refreshToken);
    const left = async () => {
      await larder.app.get(Sessions).forgetOldSessions();
      const rows = [await rowOf(ended), await rowOf(expired), await rowOf(kept)];
      return rows.map((row) => row !== undefined);
    };
    clock.advance(7 * day);
    expect(await left()).toEqual([true, true, true]);
    clock.advance(1);
    expect(await left()).toEqual([false, true, true]);
    clock.advance(12 * hour);
    expect(await left()).toEqual([false, false, true]);
    await next(kept.refreshToken);
  });
});
