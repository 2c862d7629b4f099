import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, tally } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { type AppConfig, RedisConnection, sqlState, type Transaction } from '../platform/index.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { ShiftRepository } from './persistence/shift.repository.js';
import { AssignOrderService } from './use-cases/assign-order.service.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let drivers: readonly [Person, Person];
beforeAll(async () => {
  larder = await openLarder();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
  drivers = [await larder.person('driver'), await larder.person('driver')];
  await Promise.all(drivers.map(goOnDuty));
});
afterAll(() => larder?.close());

async function openLarder(config?: AppConfig): Promise<Larder> {
  const opened = config ? await Larder.openWith(config) : await Larder.open();
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
    const insertAssigned = repository.insertAssigned.bind(repository);
    repository.insertAssigned = (tx, delivery) => insertAssigned(insertingBlindly(tx), delivery);
    const guarded = await assignToBoth();
    await shop.sql('DROP INDEX deliveries_one_active_per_order');
    const unguarded = await assignToBoth();
    repository.insertAssigned = insertAssigned;

    expect(guarded).toEqual({ outcomes: ['23505', 'assigned'], deliveries: 1 });
    expect(unguarded).toEqual({ outcomes: ['assigned', 'assigned'], deliveries: 2 });
    await shop.sql(
      `CREATE UNIQUE INDEX deliveries_one_active_per_order ON deliveries (order_id)
       WHERE status IN ('assigned', 'collected')`,
    );
    const orderId = await orderThatIs('accepted');
    const answers = await Promise.all(drivers.map((driver) => shop.assign(orderId, driver)));
    expect(tally(answers)).toEqual({ '201': 1, '409 order-already-assigned': 1 });
  });

  /** Leaves out the ON CONFLICT, which PostgreSQL refuses where there is no such index. */
  function insertingBlindly(tx: Transaction): Transaction {
    const query = (sql: string, values: unknown[]) =>
      tx.query(sql.replace(/ON CONFLICT .* DO NOTHING/, ''), values);
    return Object.assign(Object.create(tx) as Transaction, { query });
  }

  async function assignToBoth() {
    const orderId = await orderThatIs('accepted');
    const [driverId, otherId] = [await idOf(drivers[0]), await idOf(drivers[1])];
    const assignedBy = await idOf((await shop.staff()).dispatcher);
    const assigning = [driverId, otherId].map((id) =>
      larder.app.get(AssignOrderService).assign({ orderId, driverId: id, assignedBy }),
    );
    const settled = await Promise.allSettled(assigning);
    const rows = await shop.sql('DELETE FROM deliveries WHERE order_id = $1 RETURNING id', [
      orderId,
    ]);
    const outcomes = settled.map((each) =>
      each.status === 'fulfilled' ? each.value.status : sqlState(each.reason),
    );
    return { outcomes: outcomes.toSorted(), deliveries: rows.length };
  }

  it('is prevented when the first has delivered it while the second was being assigned', async () => {
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

/** A promise and the means to keep it. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

// Last, for it closes the Larder of the others: a connection reports its statistics at its end.
describe('two hundred pings', () => {
  it('write nothing to any table', async () => {
    const [driver] = drivers;
    const epoch = await goOnDuty(driver);
    const { config } = larder;
    await larder.close();
    const before = await writesIn(config);
    expect(before['shifts']).toBeGreaterThan(0);

    larder = await openLarder(config);
    const sameDriver = new Person(larder, driver.token);
    for (let seq = 1; seq <= 200; seq += 1) {
      const fix = { seq, lat: 0.4 + seq / 1e5, lng: 0.4 };
      const { body } = await sameDriver.post('/v1/driver/location', { epoch, fixes: [fix] });
      expect(body).toEqual({ applied: true, reason: null });
    }
    await larder.close();
    expect(await writesIn(config)).toEqual(before);
  });
});

/** Rows ever inserted, changed and removed, by table of Larder's own. */
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
