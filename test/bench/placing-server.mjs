// One contestant of the placing bench, in a process of its own: `larder` places orders over HTTP;
// `pg` sends the same statements, recorded from Larder, by bare pg.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AccessTokensService } from '../../dist/accounts/access-tokens.service.js';
import { AccountsService } from '../../dist/accounts/index.js';
import { AppModule } from '../../dist/app.module.js';
import { CatalogImport, StoresService } from '../../dist/catalog/index.js';
import { DeliverySetup } from '../../dist/delivery-options/index.js';
import { configureEdge, fastifyAdapter } from '../../dist/platform/http/edge.js';
import { createLogger, NestLogger } from '../../dist/platform/logging/logging.js';
import { readConfig } from '../../dist/platform/config/env.js';

const poolSize = 20;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The statements sent while a recording runs, by connection. */
let recorded = null;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function record(text, values, ...rest) {
  if (recorded && typeof text === 'string') recorded.push({ client: this, text, values });
  return query.call(this, text, values, ...rest);
};

const kinds = { larder, pg: barePg };
const calls = await kinds[process.argv[2]]();
process.on('message', async ({ call, argument }) => {
  const answers = { cpu: () => process.cpuUsage(), ...calls };
  process.send({ answer: await answers[call](argument) });
});
process.send({ answer: 'ready' });

async function larder() {
  const logger = createLogger('fatal');
  const config = readConfig({ ...process.env, DATABASE_POOL: String(poolSize) });
  const app = await NestFactory.create(AppModule.with(config), fastifyAdapter(logger), {
    logger: new NestLogger(logger),
  });
  configureEdge(app);
  await app.listen(0, '127.0.0.1');
  const get = (token) => app.get(token, { strict: false });
  return {
    async setUp({ products, buyers }) {
      const store = await get(StoresService).open({
        slug: 'bench',
        name: 'Bench',
        currency: 'AED',
        timeZone: 'Asia/Dubai',
        location: { lat: 0.5, lng: 0.5 },
        openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
          weekday,
          opens: '00:00',
          closes: '24:00',
        })),
      });
      await get(DeliverySetup).openZone({
        storeId: store.id,
        name: 'around',
        ring: [
          { lat: 0, lng: 0 },
          { lat: 0, lng: 1 },
          { lat: 1, lng: 1 },
          { lat: 1, lng: 0 },
        ],
        feeMinor: 700,
        freeFromMinor: null,
      });
      async function* file() {
        yield 'sku,name,category,subcategory,size,price,currency,stock\n';
        for (let n = 0; n < products; n += 1)
          yield `B-${n},Good ${n},Bench,,,10.00,AED,100000000\n`;
      }
      await get(CatalogImport).run(file(), { store: store.id });
      const tokens = get(AccessTokensService);
      return {
        storeId: store.id,
        address: await app.getUrl(),
        tokens: await Promise.all(
          Array.from({ length: buyers }, async (_, n) => {
            const { id: accountId } = await get(AccountsService).create({
              email: `buyer-${n}@bench.example`,
              password: 'a password of the bench',
              displayName: 'Buyer',
              role: 'customer',
            });
            const identity = { accountId, role: 'customer', sessionId: randomUUID() };
            return (await tokens.issue(identity)).accessToken;
          }),
        ),
      };
    },
    record: () => (recorded = []).length,
    /** The statements of the transaction that placed an order while it was recorded. */
    recorded() {
      const all = recorded;
      recorded = null;
      const placing = all.find(({ text }) => text.includes('INTO idempotency_keys'));
      const own = all.filter(({ client }) => client === placing.client);
      const from = own.findLastIndex(
        ({ text }, index) => text.startsWith('START') && index < own.indexOf(placing),
      );
      const to = own.findIndex(({ text }, index) => text === 'COMMIT' && index > from);
      return own.slice(from, to + 1).map(({ text, values }) => ({ text, values }));
    },
  };
}

/** Replays a transaction with its own ids for the rows it makes. */
async function barePg() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: poolSize });
  return {
    /** @param orders for each its statements' template, and the quote and key of the new order */
    async replay({ orders, lanes }) {
      const waiting = [...orders];
      const started = performance.now();
      const lane = async () => {
        const client = await pool.connect();
        for (let order = waiting.pop(); order; order = waiting.pop()) await place(client, order);
        client.release();
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return { took: (performance.now() - started) / 1000 };
    },
  };

  async function place(client, { template, known, swaps }) {
    const fresh = new Map(Object.entries(swaps));
    const swap = (text) =>
      text.replaceAll(uuid, (id) => {
        if (known.includes(id)) return id;
        if (!fresh.has(id)) fresh.set(id, randomUUID());
        return fresh.get(id);
      });
    for (const { text, values } of template) {
      const own = values?.map((value) => {
        if (typeof value === 'string') return swaps[value] ?? swap(value);
        return value;
      });
      await client.query(text, own);
    }
  }
}
