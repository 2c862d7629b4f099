// Limits of logins that several processes count together, and their own counts without Redis.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { freshConfig } from '../../test/support/ground.js';
import { type Answer, Larder } from '../../test/support/larder.js';
import { productLimits } from '../../test/support/limits.js';
import { tally } from '../../test/support/people.js';
import { startRedis, type ThrowAwayServer } from '../../test/support/servers.js';
import { RedisConnection } from '../platform/index.js';
import { AccountsService } from './index.js';

const password = 'a long password';

describe('two processes', () => {
  let redis: ThrowAwayServer;
  let larders: Larder[];
  beforeAll(async () => {
    redis = await startRedis();
    const config = await freshConfig({ ...productLimits, REDIS_URL: redis.url });
    larders = [await Larder.openWith(config), await Larder.openWith(config)];
    await eventually('Redis is connected', () => connected(true));
  });
  afterAll(async () => {
    for (const larder of larders ?? []) await larder.close();
    await redis?.stop();
  });

  const connected = (state: boolean) =>
    larders.every(({ app }) => app.get(RedisConnection).isReady === state);

  let count = 0;
  async function account(): Promise<string> {
    const email = `someone-${(count += 1)}@limits.example`;
    const wanted = { email, password, displayName: 'Someone', role: 'customer' as const };
    await larders[0]!.app.get(AccountsService).create(wanted);
    return email;
  }

  /** Sends tries to both processes in turn. */
  async function tries(times: number, email: string, tried = 'wrong'): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let n = 0; n < times; n += 1) {
      const login = { email, password: tried };
      answers.push(await larders[n % 2]!.anyone.post('/v1/auth/login', login));
    }
    return answers;
  }

  it('count together', async () => {
    expect(tally(await tries(10, await account()))).toEqual({
      '401 invalid-credentials': 5,
      '429 rate-limited': 5,
    });
    const email = await account();
    await tries(4, email);
    expect(tally(await tries(6, email, password))).toEqual({ '200': 6 });
  });

  it('each count their own while Redis is away, and are never open', async () => {
    const before = await account();
    await tries(4, before);
    redis.kill();
    await eventually('Redis is missed', () => connected(false));
    expect(tally(await tries(20, await account()))).toEqual({
      '401 invalid-credentials': 10,
      '429 rate-limited': 10,
    });
    // Each process remembers the tries that it has seen itself: two of the four.
    expect(tally(await tries(10, before))).toEqual({
      '401 invalid-credentials': 6,
      '429 rate-limited': 4,
    });
    expect(tally(await tries(4, await account(), password))).toEqual({ '200': 4 });

    await redis.restart();
    await eventually('Redis is back', () => connected(true));
    expect(tally(await tries(10, await account()))).toEqual({
      '401 invalid-credentials': 5,
      '429 rate-limited': 5,
    });
  });
});
