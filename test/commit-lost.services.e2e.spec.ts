// The connection to PostgreSQL is lost while an order is placed: the customer's answer is true, and
// the same request sent again with the same key makes one order.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PlaceOrder } from '../src/orders/use-cases/place-order.service.js';
import { currentRequest } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { freshConfig } from './support/ground.js';
import { type Answer, Larder, type Person } from './support/larder.js';
import { expectProblem } from './support/problems.js';
import { fresh, openShop, type Shop } from './support/shop.js';
import { TcpProxy } from './support/tcp-proxy.js';
import { SqlCounter } from '../src/platform/database/sql-counter.js';

let proxy: TcpProxy;
let larder: Larder;
let shop: Shop;
let customer: Person;
/** A connection that bypasses the proxy. */
let direct: pg.Client;

beforeAll(async () => {
  const config = await freshConfig();
  const url = new URL(config.databaseUrl!);
  direct = new pg.Client({ connectionString: url.href });
  await direct.connect();
  proxy = await TcpProxy.to(Number(url.port || 5432));
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  larder = await Larder.openWith({ ...config, databaseUrl: url.href });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100 }] });
  customer = await larder.person('customer');
});
afterAll(async () => {
  await larder?.close();
  await proxy?.close();
  await direct?.end();
});

/** Restores the counter of statements, which sees each before it is sent. */
let unwatch = () => {};
afterEach(() => unwatch());

/** Calls `act` once, when a request is about to send a statement that begins like this. */
function whenSending(beginning: string, act: () => void): void {
  const counter = larder.app.get(SqlCounter);
  unwatch = () => void delete (counter as Partial<SqlCounter>).logQuery;
  counter.logQuery = (statement, ...rest) => {
    if (currentRequest() && statement.trimStart().startsWith(beginning)) {
      unwatch();
      act();
    }
    SqlCounter.prototype.logQuery.call(counter, statement, ...rest);
  };
}

async function newOrder() {
  const quoteId = await shop.quoteFor(customer, [['THING', 1]]);
  const body = { quoteId, paymentMethod: 'cash_on_delivery' };
  const headers = { 'idempotency-key': fresh('lost') };
  const send = () => customer.post('/v1/orders', body, headers);
  const orders = async () => {
    const found = await direct.query('SELECT id FROM orders WHERE quote_id = $1', [quoteId]);
    return found.rows.map(({ id }) => id as string);
  };
  return { send, orders };
}

/** Sends until the pool has noticed its lost connections, and a lost transaction has ended. */
function sentAgain(send: () => Promise<Answer>): Promise<Answer> {
  return eventually('it is answered again', async () => {
    const answer = await send();
    return [503, 409].includes(answer.status) ? null : answer;
  });
}

describe('an order whose COMMIT gets no answer', () => {
  it('that arrived: the outcome is unknown, and the retry is answered from the stored answer', async () => {
    const { send, orders } = await newOrder();
    let heal = () => {};
    whenSending('COMMIT', () => (heal = proxy.add({ type: 'timeout' }, 'downstream')));
    const sending = send();
    const [id] = await eventually('it is placed', async () => {
      const placed = await orders();
      return placed.length > 0 && placed;
    });
    heal();
    const answer = await sending;
    expectProblem(answer, 503, 'outcome-unknown');
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body.detail).not.toContain('Nothing was changed');

    const again = await sentAgain(send);
    expect([again.status, again.body.id], again.text).toEqual([201, id]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await orders()).toEqual([id]);
  });

  it('that was lost: the outcome is unknown, and the retry places the order', async () => {
    const { send, orders } = await newOrder();
    let heal: (() => void) | undefined;
    whenSending('COMMIT', () => (heal = proxy.add({ type: 'timeout' }, 'upstream')));
    const sending = send();
    (await eventually('COMMIT is on its way', () => heal))();
    expectProblem(await sending, 503, 'outcome-unknown');
    expect(await orders()).toEqual([]);

    const again = await sentAgain(send);
    expect(again.status, again.text).toBe(201);
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(await orders()).toEqual([again.body.id]);
  });
});

describe('an order that loses its connection before COMMIT', () => {
  async function expectNothingChanged(
    send: () => Promise<Answer>,
    orders: () => Promise<string[]>,
  ) {
    const answer = await send();
    expectProblem(answer, 503, 'database-unavailable', {
      detail: 'The database did not answer. Nothing was changed.',
    });
    expect(await orders()).toEqual([]);
    const again = await sentAgain(send);
    expect(again.status, again.text).toBe(201);
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(await orders()).toEqual([again.body.id]);
  }

  it('in a statement changes nothing, and the answer says so', async () => {
    const { send, orders } = await newOrder();
    whenSending('INSERT INTO "orders"', () => proxy.add({ type: 'reset_peer' })());
    await expectNothingChanged(send, orders);
  });

  it('between two statements changes nothing, and the answer says so', async () => {
    const { send, orders } = await newOrder();
    const placing = larder.app.get(PlaceOrder);
    const place = placing.place.bind(placing);
    placing.place = async (tx, wanted) => {
      const placed = await place(tx, wanted);
      placing.place = place;
      const others = 'datname = current_database() AND pid <> pg_backend_pid()';
      await direct.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
      await eventually('the process has noticed', async () => {
        const lost = await tx.query('SELECT 1').then(
          () => false,
          () => true,
        );
        return lost;
      });
      return placed;
    };
    await expectNothingChanged(send, orders);
  });
});
