import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { idOf, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import { logIn, meets, newLogin, refresh } from '../../test/support/sessions.js';

let larder: Larder;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
});
afterAll(() => larder?.close());

const change = (id: string, body: object) => admin.patch(`/v1/admin/accounts/${id}`, body);

describe('an account that an admin changes', () => {
  it('is out at once where it was disabled, until it is enabled', async () => {
    const login = await newLogin(larder);
    const changed = await wanted(200, change(login.accountId, { disabled: true }));
    expect(changed).toEqual({
      id: login.accountId,
      email: login.email,
      displayName: 'Sam',
      role: 'customer',
      phone: null,
      createdAt: expect.any(String),
      disabled: true,
    });
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    expect(await wanted(200, change(login.accountId, { disabled: true }))).toEqual(changed);
    const enabled = await wanted(200, change(login.accountId, { disabled: false }));
    expect(enabled).toEqual({ ...changed, disabled: false });
    expectProblem(await refresh(larder, login.refreshToken), 401, 'session-ended');
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    expect(await meets(larder, (await logIn(larder, login.email)).accessToken)).toBe('200');
  });

  it('logs in again for its new role', async () => {
    const login = await newLogin(larder);
    await wanted(200, change(login.accountId, { role: 'picker' }));
    expect(await meets(larder, login.accessToken)).toBe('401 session-ended');
    expectProblem(await refresh(larder, login.refreshToken), 401, 'session-ended');
    const { accessToken } = await logIn(larder, login.email);
    expect(await meets(larder, accessToken, '/v1/cart')).toBe('403 forbidden');
  });

  it('goes on when nothing changes', async () => {
    const login = await newLogin(larder);
    for (const same of [{}, { disabled: false }, { role: 'customer' }]) {
      await wanted(200, change(login.accountId, same));
    }
    expect(await meets(larder, login.accessToken)).toBe('200');
  });

  it('must be there, and be somebody else’s', async () => {
    expectProblem(await change(randomUUID(), { disabled: true }), 404, 'account-not-found');
    const own = await change(await idOf(admin), { disabled: true });
    expectProblem(own, 409, 'own-account');
  });
});
