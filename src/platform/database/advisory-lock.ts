import type { DataSource } from 'typeorm';

/**
 * Runs the work while no other process works under the same lock. The embedded database takes no
 * lock: it has one process, and the lock would hold its only connection.
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

/** For changes of the schema, ours or pg-boss's: processes of a fleet start at the same time. */
export const schemaLock = 0x1a4de5;
