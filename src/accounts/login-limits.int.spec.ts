import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder } from '../../test/support/larder.js';
import { productLimits } from '../../test/support/limits.js';
import { tally } from '../../test/support/people.js';
import { anonymised, expectProblem } from '../../test/support/problems.js';
import { ManualClock } from '../kernel/clock.js';
import { AccountsService } from './index.js';

const password = 'a long password';
const quarterOfAnHour = 15 * 60_000;

let count = 0;
/** A client address that no test has used. */
const newAddress = () => `203.0.${(count += 1) >> 8}.${count & 255}`;

class World {
  private constructor(
    readonly larder: Larder,
    readonly clock: ManualClock,
  ) {}

  static async open(env: NodeJS.ProcessEnv = {}): Promise<World> {
    const clock = new ManualClock(new Date());
    const larder = await Larder.open({ clock, env: { ...productLimits, ...env } });
    return new World(larder, clock);
  }

  async account(): Promise<string> {
    const email = `someone-${(count += 1)}@limits.example`;
    const account = { email, password, displayName: 'Someone', role: 'customer' as const };
    await this.larder.app.get(AccountsService).create(account);
    return email;
  }

  login(email: string, tried: string, from: string, headers = {}): Promise<Answer> {
    const payload = { email, password: tried };
    const url = '/v1/auth/login';
    return this.larder.send({ method: 'POST', url, payload, remoteAddress: from, headers });
  }

  register(email: string, from: string): Promise<Answer> {
    const payload = { email, password, displayName: 'New' };
    const url = '/v1/auth/register';
    return this.larder.send({ method: 'POST', url, payload, remoteAddress: from });
  }

  async wrong(times: number, email: string, from: string): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let n = 0; n < times; n += 1) answers.push(await this.login(email, `wrong ${n}`, from));
    return answers;
  }
}

describe('tries to log in', () => {
  let world: World;
  beforeAll(async () => (world = await World.open()));
  afterAll(() => world?.larder.close());

  it('are refused after five wrong ones, even with the right password', async () => {
    const [email, from] = [await world.account(), newAddress()];
    expect(tally(await world.wrong(5, email, from))).toEqual({ '401 invalid-credentials': 5 });
    for (const tried of ['wrong', password]) {
      const refused = await world.login(email, tried, from);
      expectProblem(refused, 429, 'rate-limited');
      expect(refused.headers).toMatchObject({
        'retry-after': '900',
        'ratelimit-policy': '"login-pair";q=5;w=900',
        ratelimit: '"login-pair";r=0;t=900',
      });
    }
    world.clock.advance(quarterOfAnHour - 1000);
    expect((await world.login(email, password, from)).headers['retry-after']).toBe('1');
    world.clock.advance(1000);
    expect((await world.login(email, password, from)).status).toBe(200);
  });

  it('are answered alike, whether the account exists or not', async () => {
    const known = await world.wrong(7, await world.account(), newAddress());
    const unknown = await world.wrong(7, 'nobody@limits.example', newAddress());
    expect(unknown.map(anonymised)).toEqual(known.map(anonymised));
    expect(tally(known)).toEqual({ '401 invalid-credentials': 5, '429 rate-limited': 2 });
  });

  it('from one address do not lock out other addresses', async () => {
    const email = await world.account();
    await world.wrong(20, email, newAddress());
    expect((await world.login(email, password, newAddress())).status).toBe(200);
  });

  it('count as one account, however its email is spelled', async () => {
    const [email, from] = [await world.account(), newAddress()];
    const spellings = [email, email.toUpperCase(), ` ${email}`, `${email} `, email];
    for (const spelling of spellings) await world.wrong(1, spelling, from);
    expectProblem(await world.login(email, password, from), 429, 'rate-limited');
  });

  it('count only wrong passwords, and only until a right one', async () => {
    const [email, from] = [await world.account(), newAddress()];
    for (let round = 0; round < 3; round += 1) {
      expect(tally(await world.wrong(4, email, from))).toEqual({ '401 invalid-credentials': 4 });
      expect((await world.login(email, password, from)).status).toBe(200);
    }
    const rights = [1, 2, 3, 4, 5, 6, 7].map(() => world.login(email, password, from));
    for (const right of await Promise.all(rights)) expect([200, 429]).toContain(right.status);
    expect((await world.login(email, password, from)).status).toBe(200);
  });

  it('are limited alike when they come all at once', async () => {
    const [email, from] = [await world.account(), newAddress()];
    const crowd = Array.from({ length: 50 }, (_, n) => world.login(email, `wrong ${n}`, from));
    expect(tally(await Promise.all(crowd))).toEqual({
      '401 invalid-credentials': 5,
      '429 rate-limited': 45,
    });
  });

  it('on an account from everywhere are refused, except where it has logged in before', async () => {
    const [email, home] = [await world.account(), newAddress()];
    expect((await world.login(email, password, home)).status).toBe(200);
    for (let from = 0; from < 10; from += 1) await world.wrong(5, email, newAddress());
    const refused = await world.login(email, password, newAddress());
    expectProblem(refused, 429, 'rate-limited');
    expect(refused.headers['ratelimit-policy']).toBe('"login-account";q=50;w=900');
    expect((await world.login(email, password, home)).status).toBe(200);
    // The home address has a limit of its own too.
    const guesses = await world.wrong(6, email, home);
    expect(tally(guesses)).toEqual({ '401 invalid-credentials': 5, '429 rate-limited': 1 });
    world.clock.advance(quarterOfAnHour);
    expect((await world.login(email, password, newAddress())).status).toBe(200);
  });

  it('from one IPv6 network count together', async () => {
    const email = await world.account();
    for (let n = 1; n <= 5; n += 1) await world.wrong(1, email, `2001:db8:1:1::${n}`);
    const refused = await world.login(email, password, '2001:db8:1:1:ffff::1');
    expectProblem(refused, 429, 'rate-limited');
    expect((await world.login(email, password, '2001:db8:1:2::1')).status).toBe(200);
  });

  it('are not let through by a made-up X-Forwarded-For', async () => {
    const [email, from] = [await world.account(), newAddress()];
    const answers: Answer[] = [];
    const as = (client: string) => world.login(email, 'wrong', from, { 'x-forwarded-for': client });
    for (let n = 0; n < 100; n += 1) {
      const clients = Array.from({ length: 10 }, (_, m) => `198.51.${n}.${m}`);
      answers.push(...(await Promise.all(clients.map(as))));
    }
    expect(tally(answers)).toEqual({
      '401 invalid-credentials': 5,
      '429 rate-limited': 995,
    });
  });
});

describe('an address', () => {
  let world: World;
  beforeAll(async () => {
    const env = { LOGIN_TRIES_OF_ADDRESS: '10', REGISTRATION_TRIES: '3' };
    world = await World.open({ ...env, TRUSTED_PROXIES: '10.0.0.0/8' });
  });
  afterAll(() => world?.larder.close());

  it('may try wrong passwords on a limited number of accounts', async () => {
    const from = newAddress();
    for (let n = 0; n < 10; n += 1) await world.wrong(1, `${n}@limits.example`, from);
    const refused = await world.login(await world.account(), password, from);
    expectProblem(refused, 429, 'rate-limited');
    expect(refused.headers['ratelimit-policy']).toBe('"login-address";q=10;w=900');
  });

  it('may register a limited number of accounts', async () => {
    const from = newAddress();
    const answers: Answer[] = [];
    for (let n = 0; n < 4; n += 1) {
      answers.push(await world.register(`new-${n}-${from}@limits.example`, from));
    }
    expect(tally(answers)).toEqual({ '201': 3, '429 rate-limited': 1 });
    const elsewhere = await world.register(`new-${from}@limits.example`, newAddress());
    expect(elsewhere.status, elsewhere.text).toBe(201);
  });

  it('is the one that the nearest trusted proxy names, whatever stands before it', async () => {
    const email = await world.account();
    const [client, other] = [newAddress(), newAddress()];
    const through = (...hops: string[]) =>
      world.login(email, 'wrong', '10.0.0.1', { 'x-forwarded-for': hops.join(', ') });
    for (let n = 0; n < 5; n += 1) {
      expect((await through(`198.51.100.${n}`, client, '10.0.0.2')).status).toBe(401);
    }
    expectProblem(await through('198.51.100.77', client, '10.0.0.2'), 429, 'rate-limited');
    expect((await through(client, other)).status).toBe(401);
  });
});
