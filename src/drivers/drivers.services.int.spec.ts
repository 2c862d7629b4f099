import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, tally } from '../../test/support/people.js';
import { openPhone } from '../../test/support/phones.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { type Clock, ManualClock } from '../kernel/clock.js';
import { type AppConfig, RedisConnection, sqlState, type Transaction } from '../platform/index.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { ShiftRepository } from './persistence/shift.repository.js';
import { AssignOrder } from './use-cases/assign-order.service.js';
import { Shifts } from './use-cases/shifts.service.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let drivers: readonly [Person, Person];
beforeAll(async () => {
  larder = await openLarder();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
  drivers = [await larder.person('driver'), await larder.person('driver')];
  await Promise.all(drivers.map((driver) => goOnDuty(driver)));
});
afterAll(() => larder?.close());

async function openLarder(config?: AppConfig, clock?: Clock): Promise<Larder> {
  const opened = config ? await Larder.openWith(config, clock) : await Larder.open();
  await eventually('Redis is there', () => opened.app.get(RedisConnection).isReady);
  return opened;
}

async function orderThatIs(status: 'accepted' | 'ready'): Promise<string> {
  const orderId = await shop.order(customer, [['THING', 1]]);
  await shop.walkTo(orderId, status);
  return orderId;
}

describe('one order for two drivers', () => {
  it('is prevented by the unique index, and by nothing else', async () => {
    const repository = larder.app.get(DeliveryRepository);
    const insert = repository.insert.bind(repository);
    repository.insert = (tx, delivery) => insert(insertingBlindly(tx), delivery);
    const guarded = await assignToBoth();
    await shop.sql('DROP INDEX deliveries_one_active_per_order');
    const unguarded = await assignToBoth();
    repository.insert = insert;

    expect(guarded).toEqual({ outcomes: ['23505', 'assigned'], deliveries: 1 });
    expect(unguarded).toEqual({ outcomes: ['assigned', 'assigned'], deliveries: 2 });
    await shop.sql(
      `CREATE UNIQUE INDEX deliveries_one_active_per_order ON deliveries (order_id)
       WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled')`,
    );
    const orderId = await orderThatIs('accepted');
    const answers = await Promise.all(drivers.map((driver) => shop.assign(orderId, driver)));
    expect(tally(answers)).toEqual({ '201': 1, '409 order-already-assigned': 1 });
  });

  /** Leaves the ON CONFLICT out, which PostgreSQL refuses where there is no such index. */
  function insertingBlindly(tx: Transaction): Transaction {
    const query = (sql: string, values: unknown[]) =>
      tx.query(sql.replace(/ON CONFLICT .*\s*DO NOTHING/, ''), values);
    return Object.assign(Object.create(tx) as Transaction, { query });
  }

  async function assignToBoth() {
    const orderId = await orderThatIs('accepted');
    const [driverId, otherId] = [await idOf(drivers[0]), await idOf(drivers[1])];
    const dispatcher = await idOf((await shop.staff()).dispatcher);
    const assigning = [driverId, otherId].map((id) =>
      larder.app
        .get(AssignOrder)
        .assign(
          { orderId, driverId: id },
          { accountId: dispatcher, role: 'dispatcher', stores: 'all' },
        ),
    );
    const settled = await Promise.allSettled(assigning);
    await shop.sql(
      `DELETE FROM delivery_timeline USING deliveries WHERE delivery_id = id AND order_id = $1`,
      [orderId],
    );
    const rows = await shop.sql('DELETE FROM deliveries WHERE order_id = $1 RETURNING id', [
      orderId,
    ]);
    const outcomes = settled.map((each) =>
      each.status === 'fulfilled' ? each.value.status : sqlState(each.reason),
    );
    return { outcomes: outcomes.toSorted(), deliveries: rows.length };
  }

  it('is prevented when the first delivers it while the second is being assigned', async () => {
    const [first, second] = drivers;
    const orderId = await orderThatIs('ready');
    const shifts = larder.app.get(ShiftRepository);
    const lockOpen = shifts.lockOpen.bind(shifts);
    const hasLooked = gate();
    const mayGoOn = gate();
    shifts.lockOpen = async (tx, driverId) => {
      shifts.lockOpen = lockOpen;
      hasLooked.open();
      await mayGoOn.opened;
      return lockOpen(tx, driverId);
    };
    const assigning = shop.assign(orderId, second);
    await hasLooked.opened;
    await shop.walkTo(orderId, 'delivered', first);
    mayGoOn.open();

    const late = await assigning;
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: 'order-not-assignable', orderStatus: 'delivered' });
    const carried = await shop.sql('SELECT driver_id FROM deliveries WHERE order_id = $1', [
      orderId,
    ]);
    expect(carried).toEqual([{ driver_id: await idOf(first) }]);
  });
});

/** A promise and the function that resolves it. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('after a FLUSHALL', () => {
  it('a new ping is kept, and one that was answered before is still stale', async () => {
    const phone = await openPhone(larder);
    const ping = (...seqs: number[]) => {
      const fixes = seqs.map((seq) => ({ seq, lat: 0.4, lng: 0.4 }));
      const body = { epoch: phone.epoch, fixes };
      return new Person(larder, phone.token).post('/v1/driver/location', body);
    };
    for (const seq of [1, 2, 3]) expect((await ping(seq)).body.applied).toBe(true);
    const redis = larder.app.get(RedisConnection);
    for (let round = 1; round <= 3; round += 1) {
      const keys = await redis.client!.keys(redis.key('{positions}:*'));
      await redis.client!.del(keys);
      const before = larder.sqlForRequests;
      const replayed = await ping(round * 10 - 10, 3);
      expect([replayed.status, replayed.body]).toMatchObject([
        200,
        { applied: false, reason: 'stale' },
      ]);
      const next = await ping(round * 10);
      expect([next.status, next.body]).toEqual([200, { applied: true, reason: null }]);
      expect(larder.sqlForRequests - before).toBe(0);
    }
    const stranger = await openPhone(larder);
    await larder.app.get(Shifts).goOffDuty(stranger.accountId);
    await redis.client!.del(await redis.client!.keys(redis.key('{positions}:*')));
    const fixes = [{ seq: 1, lat: 0.4, lng: 0.4 }];
    const refused = await new Person(larder, stranger.token).post('/v1/driver/location', {
      epoch: stranger.epoch,
      fixes,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'driver-off-shift']);
  });

  it('a late ping is stale even to a process that has answered none', async () => {
    const phone = await openPhone(larder);
    const other = await openLarder(larder.config);
    const ping = (process: Larder, seq: number, ageMs: number) => {
      const recordedAt = new Date(Date.now() - ageMs).toISOString();
      const body = { epoch: phone.epoch, fixes: [{ seq, lat: 0.4, lng: 0.4, recordedAt }] };
      return new Person(process, phone.token).post('/v1/driver/location', body);
    };
    const applied = { applied: true, reason: null };
    expect((await ping(larder, 2, 0)).body).toEqual(applied);
    const redis = larder.app.get(RedisConnection);
    await redis.client!.del(await redis.client!.keys(redis.key('{positions}:*')));
    expect((await ping(other, 1, 30_000)).body).toEqual({
      applied: false,
      reason: 'stale',
      lastSeq: null,
    });
    expect((await ping(other, 3, 0)).body).toEqual(applied);
    await other.close();
  });
});

// By hand: PINGS=180000 npx vitest run --project services src/drivers/drivers.services
const pings = Number(process.env['PINGS'] ?? 2000);
const pingers = Math.max(20, Math.ceil(pings / 1000));

// Last, because it closes the Larder of the others: a connection reports its statistics at its end.
describe(`${pings} pings`, () => {
  it('cost no SQL, and write nothing to any table', async () => {
    const clock = new ManualClock(new Date());
    const phones = await Promise.all(Array.from({ length: pingers }, () => openPhone(larder)));
    const { config } = larder;
    await larder.close();
    const before = await writesIn(config);
    expect(before['shifts']).toBeGreaterThanOrEqual(pingers);

    larder = await openLarder(config, clock);
    const sqlBefore = larder.sqlForRequests;
    for (let seq = 1; seq <= pings / pingers; seq += 1) {
      clock.advance(500);
      const answers = await Promise.all(
        phones.map(({ token, epoch }) => {
          const fix = { seq, lat: 0.4 + seq / 1e5, lng: 0.4 };
          const body = { epoch, fixes: [fix] };
          return new Person(larder, token).post('/v1/driver/location', body);
        }),
      );
      expect(tally(answers)).toEqual({ '200': pingers });
      expect(answers.every(({ body }) => body.applied)).toBe(true);
    }
    expect(larder.sqlForRequests - sqlBefore).toBe(0);
    await larder.close();
    expect(await writesIn(config)).toEqual(before);
  }, 600_000);
});

/** Rows ever inserted, updated and deleted, by table of Larder's own. */
async function writesIn({ databaseUrl }: AppConfig): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await eventually('all others are gone', async () => {
      const others = await client.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return others.rowCount === 0;
    });
    const { rows } = await client.query<{ relname: string; written: string }>(
      `SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS written FROM pg_stat_user_tables
       WHERE schemaname = 'public' ORDER BY relname`,
    );
    return Object.fromEntries(rows.map((row) => [row.relname, Number(row.written)]));
  } finally {
    await client.end();
  }
}
