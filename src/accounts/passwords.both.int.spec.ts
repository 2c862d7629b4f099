import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, Person } from '../../test/support/larder.js';
import { productLimits } from '../../test/support/limits.js';
import { tally, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import {
  type Login,
  logIn,
  meets,
  newAccount,
  newLogin,
  refresh,
} from '../../test/support/sessions.js';
import { AccountsService } from './accounts.service.js';
import { Sessions } from './sessions.service.js';

const currentPassword = 'a long password';
const newPassword = 'a longer password';

let larder: Larder;
beforeAll(async () => {
  const { LOGIN_TRIES } = productLimits;
  larder = await Larder.open({ env: { LOGIN_TRIES } });
});
afterAll(() => larder?.close());

const change = ({ accessToken }: Login, body: object) =>
  new Person(larder, accessToken).put('/v1/me/password', body);
const statusOfLogin = async (email: string, password: string) =>
  (await larder.anyone.post('/v1/auth/login', { email, password })).status;

describe('a change of the password', () => {
  it('counts from then on, and ends all other sessions', async () => {
    const own = await newLogin(larder);
    const other = await logIn(larder, own.email);
    const page = await logIn(larder, own.email, { session: 'cookie' });
    const answer = await change(own, { currentPassword, newPassword });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await statusOfLogin(own.email, currentPassword)).toBe(401);
    expect(await statusOfLogin(own.email, newPassword)).toBe(200);
    for (const { accessToken } of [other, page]) {
      expect(await meets(larder, accessToken)).toBe('401 session-ended');
    }
    expectProblem(await refresh(larder, other.refreshToken), 401, 'session-ended');
    expect(await meets(larder, own.accessToken)).toBe('200');
    await wanted(200, refresh(larder, own.refreshToken));
  });

  it('needs the current one, and gives few tries to guess it', async () => {
    const own = await newLogin(larder);
    const guesses = [];
    for (let n = 0; n < 7; n += 1) {
      guesses.push(await change(own, { currentPassword: `guess ${n}`, newPassword }));
    }
    expect(tally(guesses)).toEqual({ '422 wrong-password': 5, '429 rate-limited': 2 });
    expect(await meets(larder, own.accessToken)).toBe('200');
  });

  it('lets no login with the old one slip in', async () => {
    const own = await newLogin(larder);
    const right = await larder.app
      .get(AccountsService)
      .authenticate(own.email, currentPassword, '203.0.113.1');
    await wanted(204, change(own, { currentPassword, newPassword }));
    const opening = larder.app.get(Sessions).open(right, 'app');
    await expect(opening).rejects.toThrow('has just been changed');
    const me = new Person(larder, own.accessToken);
    expect((await wanted(200, me.get('/v1/me/sessions'))).items).toHaveLength(1);
  });

  it('happens once of two at a time', async () => {
    const own = await newLogin(larder);
    const all = ['first', 'second'].map((word) =>
      change(own, { currentPassword, newPassword: `the ${word} password` }),
    );
    expect(tally(await Promise.all(all))).toEqual({ '204': 1, '422 wrong-password': 1 });
  });

  it('is refused for a weak one, which costs no try', async () => {
    const own = await newLogin(larder);
    const weak = [
      ['password123', 'common'],
      ['zzzzzzzzzzzz', 'repetitive'],
      [own.email, 'email'],
    ];
    for (const [password, weakness] of [...weak, ...weak]) {
      const answer = await change(own, { currentPassword: 'wrong', newPassword: password });
      expectProblem(answer, 422, 'weak-password', { weakness });
    }
    await wanted(204, change(own, { currentPassword, newPassword }));
  });
});

describe('an account', () => {
  const driver = { displayName: 'Wei' };
  it.each([
    ['password123', 'common'],
    ['zzzzzzzzzzzz', 'repetitive'],
    ['somebody@weak.example', 'email'],
  ])('is not opened with the password %s', async (password, weakness) => {
    const body = { ...driver, email: 'somebody@weak.example', password };
    const registered = await larder.anyone.post('/v1/auth/register', body);
    expectProblem(registered, 422, 'weak-password', { weakness });
    const admin = await larder.person('admin');
    const opened = await admin.post('/v1/admin/drivers', { ...body, stores: [] });
    expectProblem(opened, 422, 'weak-password', { weakness });
  });

  it('is not opened for an address that looks like another', async () => {
    const email = await newAccount(larder);
    for (const alike of [email.replace('@', '\u200b@'), email.replace('o', '\u043e')]) {
      const body = { ...driver, email: alike, password: currentPassword };
      const answer = await larder.anyone.post('/v1/auth/register', body);
      const errors = [{ pointer: '/email', code: 'look-alike' }];
      expectProblem(answer, 400, 'validation-failed', { errors });
    }
  });
});
