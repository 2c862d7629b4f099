import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import type { AppConfig } from '../platform/index.js';
import type { AccessChange, AccountStateQueries } from './account-states.queries.js';
import { AccountStates } from './account-states.service.js';
import type { Identity } from './identity.js';

Logger.overrideLogger(false);

const amina: Identity = { accountId: 'amina', role: 'customer', sessionId: 'one' };
const clock = new ManualClock('2026-03-01T09:00:00Z');

let database: () => Promise<readonly AccessChange[]>;
let asked: [since: string | null, seconds: number][];
let states: AccountStates;

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  database = async () => [];
  const changedSince = async (since: string | null, seconds: number) => {
    asked.push([since, seconds]);
    return { askedAt: `look ${asked.length}`, changes: await database() };
  };
  const queries = { changedSince } as AccountStateQueries;
  states = new AccountStates({ accessTokenMinutes: 15 } as AppConfig, queries, clock);
  await states.onModuleInit();
});
afterEach(async () => {
  await states.beforeApplicationShutdown();
  vi.useRealTimers();
});

const gone = async () => [{ id: 'amina', role: null }];

it('knows a change within a minute, though two tries fail', async () => {
  let tries = 0;
  database = async () => {
    if ((tries += 1) <= 2) throw new Error('the database is away');
    return gone();
  };
  await vi.advanceTimersByTimeAsync(59_000);
  expect(states.refuses(amina)).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(states.refuses(amina)).toBe(true);
});

it('asks at the start for all that a token may be older than, then for what came since', async () => {
  await vi.advanceTimersByTimeAsync(40_000);
  expect(asked).toEqual([
    [null, 960],
    ['look 1', 300],
    ['look 2', 300],
  ]);
});

it('has one look at a time', async () => {
  let answer!: (changes: readonly AccessChange[]) => void;
  database = () => new Promise((resolve) => (answer = resolve));
  await vi.advanceTimersByTimeAsync(200_000);
  expect(asked).toHaveLength(2);
  answer(await gone());
  await vi.advanceTimersByTimeAsync(0);
  expect(states.refuses(amina)).toBe(true);
});

it('believes what happened here rather than an answer that is older', async () => {
  let answer!: (changes: readonly AccessChange[]) => void;
  database = () => new Promise((resolve) => (answer = resolve));
  const look = states.look();
  states.hear([{ id: 'amina', role: null }]);
  answer([{ id: 'amina', role: 'customer' }]);
  await look;
  expect(states.refuses(amina)).toBe(true);
  database = async () => [{ id: 'amina', role: 'customer' }];
  await states.look();
  expect(states.refuses(amina)).toBe(false);
});

it('refuses another role, and a session that ended, but no other session', () => {
  states.hear([{ id: 'amina', role: 'picker' }]);
  expect(states.refuses(amina)).toBe(true);
  expect(states.refuses({ ...amina, role: 'picker' })).toBe(false);
  states.hear([{ id: 'two', role: null }]);
  expect(states.refuses({ ...amina, role: 'picker', sessionId: 'two' })).toBe(true);
  expect(states.refuses({ ...amina, role: 'picker' })).toBe(false);
});

it('forgets a change when no token of before it can live', async () => {
  states.hear(await gone());
  clock.advance(16 * 60_000 - 1);
  await states.look();
  expect(states.refuses(amina)).toBe(true);
  clock.advance(1);
  await states.look();
  expect(states.refuses(amina)).toBe(false);
});
