import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { Database, Jobs, Outbox, UnitOfWork } from '../platform/index.js';
import { retryFactsNow } from '../../test/support/facts.js';

const path = '/v1/admin/failed-work';

let larder: Larder;
let admin: Person;
/** The notes that every try fails on for now. */
const ill = new Set<string>();
const runs: string[] = [];
const heard: string[] = [];
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  await larder.app.get(Jobs).open<{ note: string }>({
    name: 'test.note',
    handle: async ({ note }) => {
      runs.push(note);
      if (ill.has(note))
        throw new Error(`could not note “${note}” for ${admin.token?.length ?? 0} people`);
    },
  });
  larder.app.get(Outbox).subscribe({
    name: 'listener',
    types: ['test.noted'],
    handle: async ({ payload }) => {
      const { note } = payload as { note: string };
      if (ill.has(note)) throw new Error(`deaf to ${note}`);
      heard.push(note);
    },
  });
});
afterAll(() => larder?.close());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  larder.app.get(Database).query<T>(text, values);

/** A job and a dead letter, each tried until it is given up; their waits pass at once. */
async function fail(note: string): Promise<{ job: string; fact: string }> {
  ill.add(note);
  const fact = { type: 'test.noted', version: 1, aggregateType: 'note', aggregateId: note };
  await larder.app.get(UnitOfWork).run(async (tx) => {
    await tx.enqueue('test.note', { note });
    await tx.publish({ ...fact, payload: { note } });
  });
  const ids = await eventually(
    'both are given up',
    async () => {
      await sql("UPDATE pgboss.job SET start_after = now() WHERE name = 'test.note'");
      await sql(retryFactsNow);
      larder.app.get(Jobs).nudge(['test.note']);
      larder.app.get(Outbox).nudge();
      const [row] = await sql<{ job: string | null; fact: string | null }>(
        `SELECT (SELECT id FROM pgboss.job
                 WHERE name = 'test.note' AND state = 'failed' AND data ->> 'note' = $1) AS job,
                (SELECT event_id FROM outbox
                 WHERE aggregate_id = $1 AND dead_at IS NOT NULL) AS fact`,
        [note],
      );
      return row?.job && row.fact ? { job: row.job, fact: row.fact } : false;
    },
    25_000,
  );
  ill.delete(note);
  return ids;
}

async function gauge(name: string, label: string): Promise<number | undefined> {
  const { text } = await larder.anyone.get('/metrics');
  const line = text.split('\n').find((each) => each.startsWith(`${name}{${label}} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}
const failedJobs = () => gauge('larder_failed_jobs', 'queue="test.note"');
const deadLetters = () => gauge('larder_outbox_dead_letters', 'type="test.noted"');

const byKind = (items: { kind: string }[]) =>
  Object.fromEntries(items.map((item) => [item.kind, item]));
const listed = async () => (await wanted(200, admin.get(path))).items as { id: string }[];

describe('work that was given up', () => {
  it('is counted and listed, without its payload', async () => {
    expect([await failedJobs(), await deadLetters()]).toEqual([0, undefined]);
    const { job, fact } = await fail('a secret');
    expect([await failedJobs(), await deadLetters()]).toEqual([1, 1]);
    const answer = await admin.get(path);
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.text).not.toContain('secret');
    const failedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(byKind(answer.body.items)).toEqual({
      job: {
        kind: 'job',
        name: 'test.note',
        id: job,
        failedAt,
        attempts: 11,
        problem: expect.stringMatching(/^could not note “…” for \d+ people$/),
      },
      fact: {
        kind: 'fact',
        name: 'test.noted',
        id: fact,
        failedAt,
        attempts: 10,
        problem: 'listener: deaf to …',
      },
    });
    expect(answer.body.nextCursor).toBeNull();
    await Promise.all([job, fact].map((id) => wanted(200, admin.post(`${path}/${id}/retry`))));
    await eventually('both are done', async () => (await listed()).length === 0);
  });

  it('is listed by pages, the latest first', async () => {
    const ids = [];
    for (const note of ['one', 'two']) ids.push(...Object.values(await fail(note)));
    const pages = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor && `&cursor=${cursor}`;
      const page = await wanted(200, admin.get(`${path}?limit=1${more}`));
      pages.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(pages.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const times = pages.map(({ failedAt }) => failedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    for (const id of ids) await wanted(200, admin.post(`${path}/${id}/retry`));
    await eventually('nothing is left', async () => (await listed()).length === 0);
  });

  it('is done once when it is retried, however often that is asked', async () => {
    const { job, fact } = await fail('again');
    const before = runs.filter((note) => note === 'again').length;
    const asked = [job, fact, job, fact].map((id) => admin.post(`${path}/${id}/retry`));
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(200);
    await eventually('the job runs', () => runs.filter((note) => note === 'again').length > before);
    await eventually('the fact arrives', () => heard.includes('again'));
    await eventually('both are settled', async () => (await listed()).length === 0);
    const late = await Promise.all([job, fact].map((id) => admin.post(`${path}/${id}/retry`)));
    expect(late.map(({ status, body }) => [status, body])).toEqual([
      [200, { kind: 'job', name: 'test.note', id: job }],
      [200, { kind: 'fact', name: 'test.noted', id: fact }],
    ]);
    await larder.delivered();
    expect([runs, heard].map((all) => all.filter((note) => note === 'again').length)).toEqual([
      before + 1,
      1,
    ]);
    expect([await failedJobs(), await deadLetters()]).toEqual([0, undefined]);
  });

  it('has all of its tries again', async () => {
    const { job, fact } = await fail('stubborn');
    ill.add('stubborn');
    for (const id of [job, fact]) await wanted(200, admin.post(`${path}/${id}/retry`));
    await eventually('the job failed once', async () => (await jobState(job)).state === 'retry');
    expect(await jobState(job)).toEqual({ state: 'retry', retries: 0 });
    const [row] = await eventually('the fact failed once', async () => {
      const rows = await sql('SELECT attempts, dead_at FROM outbox WHERE event_id = $1', [fact]);
      return Number(rows[0]?.attempts) > 0 && rows;
    });
    expect(row).toMatchObject({ dead_at: null });
    ill.delete('stubborn');
    await sql(retryFactsNow);
    await eventually('the fact arrives', () => heard.includes('stubborn'));
    await eventually('the job is done', async () => (await jobState(job)).state === 'completed');
  });

  it('delivers the facts behind a retried fact after it', async () => {
    const { fact, job } = await fail('leader');
    const follower = {
      type: 'test.noted',
      version: 1,
      aggregateType: 'note',
      aggregateId: 'leader',
    };
    await wanted(200, admin.post(`${path}/${job}/retry`));
    await wanted(200, admin.post(`${path}/${fact}/retry`));
    await larder.app
      .get(UnitOfWork)
      .run((tx) => tx.publish({ ...follower, payload: { note: 'follower' } }));
    await eventually('both arrive', () => heard.includes('follower') && heard.includes('leader'));
    expect(heard.indexOf('leader')).toBeLessThan(heard.indexOf('follower'));
  });

  it('is not found under an unknown id', async () => {
    const answer = await admin.post(`${path}/${randomUUID()}/retry`);
    expect([answer.status, answer.body.code]).toEqual([404, 'failed-work-not-found']);
    const wrong = await admin.post(`${path}/none/retry`);
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-id']);
  });
});

async function jobState(id: string): Promise<{ state: string; retries: number }> {
  const [row] = await sql<{ state: string; retries: number }>(
    "SELECT state::text, retry_count AS retries FROM pgboss.job WHERE name = 'test.note' AND id = $1",
    [id],
  );
  return row!;
}
