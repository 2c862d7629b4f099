import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { Database, Outbox, OutboxQueries } from '../index.js';

let app: INestApplicationContext;
let queries: OutboxQueries;
/** Runs one round of the relay, which runs none by itself here. */
let relayOnce: () => Promise<number>;
/** The relay's clock: a busy machine must not make deliveries look slow. */
let now = 0;
let delivered = 0;
let handle: () => void = () => {};

beforeAll(async () => {
  app = await openGround(await freshConfig());
  queries = app.get(OutboxQueries);
  const relay = app.get(Outbox);
  relayOnce = relay.relayOnce.bind(relay);
  await rest(relay);
  relay.subscribe({
    name: 'listener',
    types: ['test.happened'],
    handle: async () => {
      delivered += 1;
      handle();
    },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  delivered = 0;
  handle = () => {};
});
afterEach(() => void vi.restoreAllMocks());

/** Stops the relay's own rounds, and waits for the last one to end. */
function rest(relay: Outbox): Promise<void> {
  return new Promise((resolve) => {
    relay.relayOnce = async () => {
      resolve();
      return 0;
    };
    relay.nudge();
  });
}

/** The limits of the claims that deliver a pile, and of the last claim, which finds nothing. */
async function limitsFor(pile: number): Promise<number[]> {
  await app.get(Database).query(
    `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at)
     SELECT gen_random_uuid(), 'test.happened', 1, 'test', n, '{}', now()
     FROM generate_series(1, $1) n`,
    [pile],
  );
  const claims = vi.spyOn(queries, 'claim');
  while ((await relayOnce()) > 0);
  expect(delivered).toBe(pile);
  return claims.mock.calls.map(([limit]) => limit);
}

describe('the relay', () => {
  it('claims more at once while a pile drains quickly, and then as few as before', async () => {
    expect(await limitsFor(3000)).toEqual([200, 400, 800, 1000, 1000, 200]);
  });

  it('claims no more at once when deliveries are slow', async () => {
    // Together more than the quarter of a second of a quick claim.
    handle = () => (now += 2);
    expect(await limitsFor(600)).toEqual([200, 200, 200, 200]);
  });
});
