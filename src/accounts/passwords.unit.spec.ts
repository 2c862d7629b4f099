import { hash } from '@node-rs/argon2';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppConfig, RateLimited } from '../platform/index.js';
import { LoginsBusy } from './accounts.errors.js';
import { PasswordsService } from './passwords.service.js';

const password = 'correct horse battery';

describe('passwords', () => {
  const loginsAtOnce = 16;
  const passwords = new PasswordsService({ loginsAtOnce } as AppConfig);
  beforeAll(() => passwords.onModuleInit());

  it('are kept as Argon2id hashes of 19 MiB and two passes, salted', async () => {
    const [one, other] = await Promise.all([passwords.hash(password), passwords.hash(password)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('match themselves only', async () => {
    const kept = await passwords.hash(password);
    expect(await passwords.matches(kept, password)).toBe(true);
    expect(await passwords.matches(kept, `${password} `)).toBe(false);
    expect(await passwords.matches(kept, '')).toBe(false);
  });

  it('match however the keyboard composes its letters', async () => {
    const kept = await passwords.hash('Pässwörter éà'.normalize('NFC'));
    expect(await passwords.matches(kept, 'Pässwörter éà'.normalize('NFD'))).toBe(true);
  });

  it('match after the cost was raised', async () => {
    const old = await hash(password, { memoryCost: 8192, timeCost: 1 });
    expect(await passwords.matches(old, password)).toBe(true);
  });

  it('never match an account that does not exist, in the same time', async () => {
    const kept = await passwords.hash(password);
    const wrong: number[] = [];
    const unknown: number[] = [];
    // In turns, so that other load on the machine slows both.
    for (let count = 0; count < 15; count += 1) {
      wrong.push(await millisecondsOf(() => passwords.matches(kept, 'another password')));
      unknown.push(await millisecondsOf(() => passwords.matches(null, 'another password')));
    }
    const ratio = median(unknown) / median(wrong);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    expect(await passwords.matches(null, password)).toBe(false);
  });

  it('are refused when too many wait, and are all answered otherwise', async () => {
    const kept = await passwords.hash(password);
    const answers = await Promise.allSettled(
      Array.from({ length: 300 }, () => passwords.matches(kept, password)),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(answers.length - refused.length).toBe(2 + 256);
    expect(refused.every(({ reason }) => LoginsBusy.matches(reason))).toBe(true);
    expect(await passwords.matches(kept, password)).toBe(true);
  });

  it('from one address get a small share of the places, and delay others little', async () => {
    const kept = await passwords.hash(password);
    const [greedy, honest] = ['203.0.113.1', '203.0.113.2'];
    const crowd = Promise.allSettled(
      Array.from({ length: 300 }, () => passwords.matches(kept, 'wrong', greedy)),
    );
    const others = [1, 2, 3].map(() => passwords.matches(kept, password, honest));
    expect(await Promise.all(others)).toEqual([true, true, true]);
    const answers = await crowd;
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(answers.length - refused.length).toBe(loginsAtOnce);
    for (const { reason } of refused) {
      expect(RateLimited.matches(reason) && reason.extras).toEqual({
        quota: { name: 'passwords', requests: loginsAtOnce },
      });
    }
    // The address may come again: its whole share was given back.
    expect(await passwords.matches(kept, password, greedy)).toBe(true);
  });

  it('give the turn back when a check fails', async () => {
    for (let count = 0; count < 5; count += 1) {
      await expect(passwords.matches('not a hash', password)).rejects.toBeInstanceOf(Error);
    }
    expect(await passwords.hash(password)).toContain('$argon2id$');
  });
});

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!;
