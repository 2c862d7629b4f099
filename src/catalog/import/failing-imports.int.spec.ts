// Imports that fail: by the file, by Larder, or by a database that is away for a while.
import { QueryFailedError } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { wanted } from '../../../test/support/people.js';
import { retriesAreDue } from '../../../test/support/retries.js';
import { openShop, type Shop } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { FeedWriter } from './feed.queries.js';
import { Imports } from './imports.queries.js';
import { RunImportJob, runImport } from './run-import.job.js';
import { ImportsService } from './imports.service.js';

const clock = new ManualClock(new Date());
const minute = 60_000;
const lines: string[] = [];

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  const log = { write: (line: string) => void lines.push(line) };
  const env = { ACCESS_TOKEN_MINUTES: '60000', LOG_LEVEL: 'error' };
  larder = await Larder.open({ clock, env, log });
  admin = await larder.person('admin');
  const products = Array.from({ length: 1200 }, (_, n) => ({ sku: `F-${n}`, stock: 1 }));
  shop = await openShop(larder, { products });
});
afterAll(() => larder?.close());
afterEach(() => vi.restoreAllMocks());

const url = '/v1/admin/imports';
const rows = Array.from({ length: 1200 }, (_, n) => `F-${n},7.00`);
const sent = async (): Promise<string> => {
  const answer = larder.send({
    method: 'POST',
    url: `${url}?kind=feed&store=${shop.storeId}`,
    payload: ['sku,price', ...rows].join('\n'),
    headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'text/csv' },
  });
  return (await wanted(202, answer)).id;
};
const one = (id: string) => wanted(200, admin.get(`${url}/${id}`));
const run = (id: string) =>
  larder.app
    .get(RunImportJob)
    .run(id)
    .catch(() => {});
/** Left to the queue alone, with its delays skipped. */
const resting = (id: string) =>
  eventually('the import rests', async () => {
    await retriesAreDue(larder);
    const now = await one(id);
    return now.status !== 'running' && now;
  });
/** Tried again at once, besides the queue's own tries. */
const pushed = (id: string) =>
  eventually('the import rests', async () => {
    await run(id);
    const now = await one(id);
    return now.status !== 'running' && now;
  });

/** Makes every batch from the second on fail, `times` times. */
function failing(error: () => Error, times = Infinity) {
  const feed = larder.app.get(FeedWriter);
  const real = feed.write.bind(feed);
  let batches = 0;
  return vi.spyOn(feed, 'write').mockImplementation(async (...parameters) => {
    batches += 1;
    if (batches > 1 && batches <= times + 1) throw error();
    return real(...parameters);
  });
}
const sqlError = (code: string) => () =>
  new QueryFailedError('INSERT INTO secrets', [], Object.assign(new Error('It failed'), { code }));
const jobsOf = (id: string) =>
  shop.sql<{ state: string }>(
    `SELECT state::text FROM pgboss.job WHERE name = $1 AND data ->> 'importId' = $2
     AND state < 'completed' ORDER BY 1`,
    [runImport, id],
  );

describe('an import that fails', () => {
  it.each([
    ['by a mistake in the code', () => new TypeError('undefined is not a function at SELECT')],
    ['by what the database does not take', sqlError('23505')],
    ['by text that says nothing', () => new Error('')],
  ])('%s ends after three tries, with what has landed', async (_, error) => {
    failing(error);
    const failed = await pushed(await sent());
    expect(failed).toMatchObject({ status: 'failed', read: 500, pollAfterMs: null });
    expect(failed.problem).toBe(
      'The rows after the first 500 failed three times in a row, for a reason that the server’s ' +
        'log names; what came before has landed, and resume tries the rest again.',
    );
    const told = lines.filter((line) => line.includes(failed.id));
    expect(told).toEqual([expect.stringContaining('An import was given up')]);
    await eventually('no job is left', async () => (await jobsOf(failed.id)).length === 0);
  });

  it('is not tried a fourth time until it is resumed', async () => {
    const spy = failing(sqlError('23505'));
    const { id } = await resting(await sent());
    const calls = spy.mock.calls.length;
    expect(calls).toBe(4);
    await larder.app.get(ImportsService).watch();
    await run(id);
    expect(spy.mock.calls.length).toBe(calls);
    vi.restoreAllMocks();
    await wanted(200, admin.post(`${url}/${id}/resume`));
    expect(await pushed(id)).toMatchObject({ status: 'done', read: 1200, problem: null });
  });

  it('is tried three times again after it was resumed', async () => {
    failing(sqlError('23505'));
    const { id } = await pushed(await sent());
    await eventually('no job is left', async () => (await jobsOf(id)).length === 0);
    vi.restoreAllMocks();
    const spy = vi.spyOn(larder.app.get(FeedWriter), 'write').mockRejectedValue(new Error('no'));
    await wanted(200, admin.post(`${url}/${id}/resume`));
    expect(await resting(id)).toMatchObject({ status: 'failed', read: 500 });
    expect(spy.mock.calls.length).toBe(3);
  });

  it('twice goes on, and counts failures anew after a batch has landed', async () => {
    const feed = larder.app.get(FeedWriter);
    const real = feed.write.bind(feed);
    let calls = 0;
    vi.spyOn(feed, 'write').mockImplementation(async (...parameters) => {
      calls += 1;
      if (calls % 3 !== 0) throw new Error('not yet');
      return real(...parameters);
    });
    expect(await pushed(await sent())).toMatchObject({ status: 'done', read: 1200 });
    expect(calls).toBe(9);
  });
});

describe('an import whose database is away for a while', () => {
  it.each([
    ['a lost connection', sqlError('08006')],
    ['a server that shuts down', sqlError('57P01')],
    ['a socket that is closed', () => new Error('Connection terminated unexpectedly')],
    ['too many connections', sqlError('53300')],
    ['a full disk', sqlError('53100')],
    ['a deadlock', sqlError('40P01')],
    ['a lock that is not to be had', sqlError('55P03')],
    ['a statement that takes too long', sqlError('57014')],
  ])('by %s goes on, however often it was tried', async (_, error) => {
    const spy = failing(error, 6);
    expect(await pushed(await sent())).toMatchObject({ status: 'done', read: 1200 });
    // The three batches, and six failures.
    expect(spy.mock.calls.length).toBe(9);
  });

  it('ends when that lasts for an hour', async () => {
    const spy = failing(sqlError('55P03'));
    const id = await sent();
    await eventually('it has failed', () => spy.mock.calls.length > 1);
    for (let n = 0; n < 4; n += 1) await run(id);
    expect(await one(id)).toMatchObject({ status: 'running', read: 500, problem: null });
    clock.advance(61 * minute);
    const failed = await pushed(id);
    expect(failed).toMatchObject({ status: 'failed', read: 500 });
    expect(failed.problem).toBe(
      'For an hour the database was away or too busy to take the rows after the first 500; what ' +
        'came before has landed, and resume tries the rest again.',
    );
  });
});

describe('an import that stands still', () => {
  it('has one waiting job, however often it is watched', async () => {
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    const imports = larder.app.get(Imports);
    const real = imports.chunks.bind(imports);
    // The first call reads the header. Without a transaction: some databases here have only one.
    const spy = vi.spyOn(imports, 'chunks').mockImplementation(async function* (id) {
      if (spy.mock.calls.length === 2) {
        await left;
        throw new Error('it was left');
      }
      yield* real(id);
    });
    const id = await sent();
    await eventually('it is under way', () => spy.mock.calls.length > 1);
    const states = async () => (await jobsOf(id)).map(({ state }) => state);
    expect(await states()).toEqual(['active']);
    for (let n = 0; n < 3; n += 1) {
      clock.advance(2 * minute);
      await larder.app.get(ImportsService).watch();
      expect(await states()).toEqual(['active', 'created']);
    }
    leave();
    expect(await resting(id)).toMatchObject({ status: 'done', read: 1200 });
    await eventually('nothing is left to do', async () => (await states()).length === 0);
  });
});

it('a long import is handed from job to job', async () => {
  let seconds = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (seconds += 30) * 1000);
  expect(await resting(await sent())).toMatchObject({ status: 'done', read: 1200 });
});
