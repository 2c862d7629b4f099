// The cache's meters for operators, and the auditor's notice of a wrong entry.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';

let larder: Larder;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  await hit('/v1/stores');
});
afterAll(() => larder?.close());

const hit = (path: string) =>
  eventually(`${path} is a hit`, async () => {
    return (await larder.anyone.get(path)).headers['x-cache'] === 'L1';
  });

/** The value of a series as Prometheus would read it; 0 where there is none yet. */
async function meter(series: string): Promise<number> {
  const { text } = await larder.anyone.get('/metrics');
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

it('shows what a hit costs: no SQL, and one call to Redis where there is one', async () => {
  await hit('/v1/categories');
  const read = async () => ({
    answers: await meter('larder_http_sql_statements_count{route="/v1/categories"}'),
    statements: await meter('larder_http_sql_statements_sum{route="/v1/categories"}'),
    calls: await meter('larder_http_redis_calls_sum{route="/v1/categories"}'),
    hits: await meter('larder_cache_reads_total{policy="catalog.categories",source="L1"}'),
  });
  const before = await read();
  for (let n = 0; n < 10; n += 1) await larder.anyone.get('/v1/categories');
  expect(await read()).toEqual({
    answers: before.answers + 10,
    statements: before.statements,
    calls: before.calls + (larder.config.redisUrl ? 10 : 0),
    hits: before.hits + 10,
  });
});

it('shows what a miss costs', async () => {
  const series = 'larder_http_sql_statements_sum{route="/v1/products/:id"}';
  const before = await meter(series);
  await larder.anyone.get('/v1/products/whole-milk-1-l');
  expect(await meter(series)).toBeGreaterThan(before);
  expect(await meter('larder_cache_misses_total{policy="catalog.product",cause="cold"}')).toBe(1);
});

it('checks one hit in a thousand, and finds a change made without a write', async () => {
  const checked = () => meter('larder_cache_audits_total{policy="catalog.stores"}');
  const lies = () => meter('larder_cache_disagreements_total{policy="catalog.stores"}');
  const thousandHits = async () => {
    for (let n = 0; n < 1000; n += 1) await larder.anyone.get('/v1/stores');
  };
  await thousandHits();
  await eventually('a hit is checked', async () => (await checked()) === 1);
  expect(await lies()).toBe(0);

  const database = larder.app.get(Database);
  await database.query(`UPDATE stores SET name = name || ' moved'`);
  await thousandHits();
  await eventually('the lie is found', async () => (await lies()) === 1);
  expect(await checked()).toBe(2);
});
