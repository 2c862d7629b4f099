// How soon a change of an account, or the end of a session, is heard of.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshConfig } from '../../test/support/ground.js';
import { Larder, Person } from '../../test/support/larder.js';
import { mode } from '../../test/support/mode.js';
import { wanted } from '../../test/support/people.js';
import {
  type Login,
  logIn,
  logOut,
  meets,
  newAccount,
  refresh,
} from '../../test/support/sessions.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { Database } from '../platform/index.js';
import { AccountStates } from './account-states.service.js';
import type { Role } from './identity.js';

const ended = '401 session-ended';

let larder: Larder;
/** Another process; embedded there is one. */
let other: Larder;
let shop: Shop;
let login: Login;

beforeAll(async () => {
  const config = await freshConfig();
  larder = await Larder.openWith(config);
  other = mode === 'embedded' ? larder : await Larder.openWith(config);
  shop = await openShop(larder, { products: [{ sku: 'TEA', stock: 100 }] });
});
afterAll(async () => {
  if (other !== larder) await other?.close();
  await larder?.close();
});

const loginAs = async (role: Role) => logIn(larder, await newAccount(larder, role));
beforeEach(async () => (login = await loginAs('customer')));

/** As an operator or another program does. */
const byHand = (sql: string) => larder.app.get(Database).query(sql, [login.accountId]);
const look = (process: Larder) => process.app.get(AccountStates).look();
const sqlOf = async (process: Larder, work: () => Promise<unknown>) => {
  const before = process.sqlForRequests;
  await work();
  return process.sqlForRequests - before;
};

const changes: [string, string][] = [
  ['disabled', 'UPDATE accounts SET disabled_at = now() WHERE id = $1'],
  ['removed', 'DELETE FROM accounts WHERE id = $1'],
  ['given another role', "UPDATE accounts SET role = 'picker' WHERE id = $1"],
];

describe('an account that is changed by hand', () => {
  it.each(changes)('is refused by every process once it has looked: %s', async (_, sql) => {
    const bystander = await loginAs('customer');
    expect(await meets(other, login.accessToken, '/v1/cart')).not.toBe(ended);
    await byHand(sql);
    for (const process of [larder, other]) {
      await look(process);
      for (const url of ['/v1/me', '/v1/cart', '/v1/orders', '/v1/me/addresses']) {
        expect(await meets(process, login.accessToken, url)).toBe(ended);
      }
      expect(await meets(process, bystander.accessToken)).toBe('200');
    }
  });

  it('is let in again when it is as before', async () => {
    await byHand(changes[0]![1]);
    await look(larder);
    await byHand('UPDATE accounts SET disabled_at = NULL WHERE id = $1');
    await look(larder);
    expect(await meets(larder, login.accessToken)).toBe('200');
  });

  it('is let in with its new role after a refresh', async () => {
    await byHand(changes[2]![1]);
    const { accessToken } = await wanted(200, refresh(larder, login.refreshToken));
    await look(larder);
    // Pickers may ask, and this one works nowhere yet.
    expect(await meets(larder, accessToken, '/v1/picking/orders')).toBe('404 store-not-found');
  });

  it('neither logs in nor refreshes while it is disabled', async () => {
    await byHand(changes[0]![1]);
    const answer = await refresh(larder, login.refreshToken);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid-refresh-token']);
    const { email } = login;
    const right = await larder.anyone.post('/v1/auth/login', {
      email,
      password: 'a long password',
    });
    expect([right.status, right.body.code]).toEqual([403, 'account-disabled']);
    const wrong = await larder.anyone.post('/v1/auth/login', { email, password: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid-credentials']);
  });

  it('is known to a process that starts later', async () => {
    await byHand(changes[1]![1]);
    if (mode === 'embedded') return look(larder);
    const late = await Larder.openWith(larder.config);
    expect(await meets(late, login.accessToken, '/v1/cart')).toBe(ended);
    await late.close();
    return undefined;
  });

  it('is heard of even if the change commits long after a look', async () => {
    const states = larder.app.get(AccountStates);
    await byHand(
      `WITH gone AS (DELETE FROM accounts WHERE id = $1 RETURNING id)
       SELECT * FROM gone`,
    );
    // As if the transaction had begun before the last four looks.
    await larder.app
      .get(Database)
      .query("UPDATE access_changes SET changed_at = now() - interval '4 minutes' WHERE id = $1", [
        login.accountId,
      ]);
    await states.look();
    expect(await meets(larder, login.accessToken, '/v1/cart')).toBe(ended);
  });
});

describe('a session that ends', () => {
  it('is refused at once where it ended, and elsewhere after a look', async () => {
    expect(await meets(other, login.accessToken)).toBe('200');
    expect((await logOut(larder, login.refreshToken)).status).toBe(204);
    expect(await meets(larder, login.accessToken)).toBe(ended);
    await look(other);
    expect(await meets(other, login.accessToken)).toBe(ended);
  });
});

describe('before a process has heard of it', () => {
  it('an account that is gone places no order', async () => {
    const me = new Person(other, login.accessToken);
    const quoteId = await shop.quoteFor(new Person(larder, login.accessToken), [['TEA', 1]]);
    await byHand(changes[0]![1]);
    const answer = await shop.place(me, quoteId);
    expect([answer.status, answer.body.code]).toEqual([401, 'session-ended']);
  });

  it.each<[string, Role, (me: Person) => ReturnType<Person['post']>]>([
    ['a driver goes on no duty', 'driver', (me) => me.post('/v1/driver/shift', { onDuty: true })],
    ['an admin writes nothing', 'admin', (me) => me.post('/v1/admin/categories', {})],
    [
      'an admin steps no order',
      'admin',
      (me) => me.post('/v1/picking/orders/0190b6e2-7c1a-7000-8000-3f5b2a9c1d10/accept'),
    ],
  ])('%s', async (_, role, act) => {
    for (const [, sql] of changes) {
      login = await loginAs(role);
      await byHand(sql.replace("'picker'", "'dispatcher'"));
      const answer = await act(new Person(other, login.accessToken));
      expect([answer.status, answer.body.code]).toEqual([401, 'session-ended']);
    }
    login = await loginAs(role);
    await logOut(larder, login.refreshToken);
    const answer = await act(new Person(other, login.accessToken));
    expect([answer.status, answer.body.code]).toEqual([401, 'session-ended']);
  });

  it('costs requests no SQL, and those three one statement', async () => {
    const [customer, admin] = [login, await loginAs('admin')];
    const slots = () => meets(larder, customer.accessToken, '/v1/orders/not-an-id');
    await slots();
    expect(await sqlOf(larder, slots)).toBe(0);
    const write = () => new Person(larder, admin.accessToken).post('/v1/admin/categories', {});
    // The stores of staff are asked for once a minute.
    await write();
    expect(await sqlOf(larder, write)).toBe(1);
  });
});
