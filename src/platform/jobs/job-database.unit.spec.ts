import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { forgiving } from './job-database.js';

/** The statements as pg-boss writes them; the package has no types for them. */
const plans = createRequire(import.meta.url)('pg-boss/src/plans.js') as Record<
  string,
  (schema: string) => unknown
>;

const away = { executeSql: async () => Promise.reject(new Error('the database is away')) };

it('a job that pg-boss cannot settle is nobody’s unhandled rejection', async () => {
  const complaints: string[] = [];
  const db = forgiving(away, ({ message }) => complaints.push(message));
  for (const plan of ['completeJobs', 'failJobsById']) {
    const text = String(plans[plan]!('pgboss'));
    expect(await db.executeSql(text, [])).toEqual({ rows: [{ count: '0' }] });
  }
  expect(complaints).toEqual(['the database is away', 'the database is away']);
});

it('any other statement fails', async () => {
  const db = forgiving(away, () => {});
  for (const plan of ['insertJob', 'fetchNextJob']) {
    await expect(db.executeSql(String(plans[plan]!('pgboss')), [])).rejects.toThrow(
      'the database is away',
    );
  }
});
