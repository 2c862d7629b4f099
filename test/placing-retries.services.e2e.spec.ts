// The same order sent again and again, at once, to several processes: one order, one answer.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlaceOrder } from '../src/orders/use-cases/place-order.service.js';
import { IdempotencyKeys } from '../src/platform/http/idempotency-keys.queries.js';
import { Database } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { freshConfig } from './support/ground.js';
import { type Answer, Larder, Person } from './support/larder.js';
import { customers, tally } from './support/people.js';
import { fresh, openShop, type Shop } from './support/shop.js';

/** By hand: KEYS=2000 SENDS=50. */
const keys = Number(process.env.KEYS ?? 20);
const sends = Number(process.env.SENDS ?? 20);
const keysAtOnce = 2;

const byCash = (quoteId: string) => ({ quoteId, paymentMethod: 'cash_on_delivery' });

/** The broken promises about one key; empty when all is well. */
function breaches(answers: readonly Answer[], ordersOfKey: number): string[] {
  const done = answers.filter(({ status }) => status >= 200 && status < 300);
  const bodies = new Set(done.map(({ text }) => createHash('sha256').update(text).digest('hex')));
  const others = answers.filter(
    (answer) => !done.includes(answer) && answer.body.code !== 'idempotency-in-flight',
  );
  return [
    ...(ordersOfKey === 1 ? [] : [`${ordersOfKey} orders`]),
    ...(bodies.size === 1 ? [] : [`${bodies.size} different answers`]),
    ...others.map(({ status, body }) => `${status} ${body.code}`),
  ];
}

let larders: Larder[];
let shop: Shop;
beforeAll(async () => {
  const config = await freshConfig({ DATABASE_POOL: '20' });
  larders = [await Larder.openWith(config), await Larder.openWith(config)];
  shop = await openShop(larders[0]!, { products: [{ sku: 'THING', stock: 10_000 }] });
});
afterAll(async () => {
  for (const larder of larders ?? []) await larder.close();
});

/** The same person at each process. */
const everywhere = ({ token }: Person) => larders.map((larder) => new Person(larder, token));

async function ordersOf(quoteIds: readonly string[]): Promise<number> {
  const found = await shop.sql('SELECT FROM orders WHERE quote_id = ANY ($1)', [quoteIds]);
  return found.length;
}

describe('an order that is sent many times at once', () => {
  const patience = { timeout: 60_000 + keys * sends * 100 };
  it('is one order with one answer, whichever process is asked', patience, async () => {
    const buyers = await customers(larders[0]!, keysAtOnce);
    const broken: string[] = [];
    let replayed = 0;
    const sendAll = async (buyer: Person) => {
      const quoteId = await shop.quoteFor(buyer, [['THING', 1]]);
      const headers = { 'idempotency-key': fresh('key') };
      const at = everywhere(buyer);
      // What is shed on a busy machine is sent again, as its Retry-After asks.
      const send = async (n: number): Promise<Answer> => {
        const answer = await at[n % at.length]!.post('/v1/orders', byCash(quoteId), headers);
        return answer.status === 503 ? send(n) : answer;
      };
      const answers = await Promise.all(Array.from({ length: sends }, (_, n) => send(n)));
      answers.push(await send(0));
      broken.push(...breaches(answers, await ordersOf([quoteId])));
      replayed += answers.filter((answer) => answer.headers['idempotency-replayed']).length;
    };
    for (let key = 0; key < keys; key += keysAtOnce) await Promise.all(buyers.map(sendAll));
    expect(broken).toEqual([]);
    expect(replayed).toBeGreaterThanOrEqual(keys);
  });

  it('would be two orders if the key were looked up first and inserted later', async () => {
    const [buyer] = await customers(larders[0]!, 1);
    const at = everywhere(buyer!);
    /** Two baskets under one key, as sent by an app that quotes again for a retry. */
    const sendBoth = async () => {
      const quoteIds = await Promise.all(
        [1, 2].map((quantity) => shop.quoteFor(buyer!, [['THING', quantity]])),
      );
      const headers = { 'idempotency-key': fresh('key') };
      const answers = await Promise.all(
        quoteIds.map((quoteId, n) => at[n]!.post('/v1/orders', byCash(quoteId), headers)),
      );
      return { answers, orders: await ordersOf(quoteIds) };
    };
    const right = await sendBoth();
    expect(tally(right.answers)).toEqual({ '201': 1, '422 idempotency-key-reused': 1 });
    expect(right.orders).toBe(1);

    await shop.sql('ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey');
    const undo = larders.map((larder) => lookFirst(larder.app.get(IdempotencyKeys)));
    try {
      const naive = await sendBoth();
      expect(breaches(naive.answers, naive.orders)).toEqual(['2 orders', '2 different answers']);
    } finally {
      for (const restore of undo) restore();
      await shop.sql('DELETE FROM idempotency_keys');
      await shop.sql('ALTER TABLE idempotency_keys ADD PRIMARY KEY (owner_id, route, key)');
    }
  });

  let looked = 0;
  function lookFirst(store: IdempotencyKeys): () => void {
    store.claim = async (tx, identity, hash) => {
      const taken = await store.find(tx, identity);
      looked += 1;
      await eventually('both have looked', () => looked === 2);
      if (taken) return 'taken';
      await tx.query(
        `INSERT INTO idempotency_keys (owner_id, route, key, request_hash)
         VALUES ($1, $2, $3, $4)`,
        [...identity, hash],
      );
      return 'claimed';
    };
    return () => void delete (store as Partial<IdempotencyKeys>).claim;
  }
});

describe('an order that is sent again while the first is worked on', () => {
  const duplicates = 19;
  const mostMs = 1200;

  it('is refused within 1.2 seconds, and then holds no connection', async () => {
    const [buyer, other] = await customers(larders[0]!, 2);
    const quoteId = await shop.quoteFor(buyer!, [['THING', 1]]);
    const headers = { 'idempotency-key': fresh('held') };
    const send = () => buyer!.post('/v1/orders', byCash(quoteId), headers);

    const { isHeld, release } = holdNextPlacing(larders[0]!);
    const first = send();
    await eventually('the first is worked on', isHeld);
    const began = performance.now();
    const refused = await Promise.all(
      Array.from({ length: duplicates }, async () => {
        const answer = await send();
        return { answer, afterMs: performance.now() - began };
      }),
    );
    expect(tally(refused.map(({ answer }) => answer))).toEqual({
      '409 idempotency-in-flight': duplicates,
    });
    for (const { answer, afterMs } of refused) {
      expect(answer.headers['retry-after']).toBe('1');
      expect(afterMs).toBeLessThan(mostMs);
    }
    const [waiting] = await larders[0]!.app.get(Database).query<{ count: string }>(
      `SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(waiting).toEqual({ count: '0' });
    expect(await shop.order(other!, [['THING', 1]])).toBeTruthy();

    // The lock is held for three seconds in all.
    await eventually('it was held long', () => performance.now() - began > 3000);
    release();
    const done = await first;
    expect(done.status, done.text).toBe(201);
    const again = await send();
    expect(again.text).toBe(done.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  function holdNextPlacing(larder: Larder) {
    const placing = larder.app.get(PlaceOrder);
    const place = placing.place.bind(placing);
    let held = false;
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    placing.place = async (tx, wanted) => {
      placing.place = place;
      held = true;
      await released;
      return place(tx, wanted);
    };
    return { isHeld: () => held, release };
  }
});
