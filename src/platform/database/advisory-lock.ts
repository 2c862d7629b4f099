import type { DataSource } from 'typeorm';

/**
 * Does the work while no other process does work under the same lock. On the embedded database
 * it is simply done: there is one process, and the lock would hold its only connection.
 */
export async function alone<T>(
  dataSource: DataSource,
  lock: number,
  work: () => Promise<T>,
): Promise<T> {
  if (dataSource.options.poolSize === undefined) return work();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lock]);
    return await work();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [lock]).catch(() => {});
    await runner.release();
  }
}

/** Changing the schema, ours or that of the jobs: processes of a fleet start at the same time. */
export const schemaLock = 0x1a4de5;
