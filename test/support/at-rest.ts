import type pg from 'pg';
import { openEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

/** Works on the database of an embedded Larder that has ended, without starting one. */
export async function atRest<T>(dataDir: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const database = await openEmbeddedPostgres(dataDir);
  const { Pool } = database.driver as typeof pg;
  const pool = new Pool();
  try {
    return await work(pool);
  } finally {
    await pool.end();
    await database.close();
  }
}
