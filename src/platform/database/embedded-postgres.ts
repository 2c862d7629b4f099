// PGlite behind a real pg.Pool of one, so that TypeORM and pg-boss see plain node-postgres.
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { PglitePgConnection } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { lockDataDirectory } from './data-directory-lock.js';

export interface EmbeddedPostgres {
  /** Stands in for the `pg` package as TypeORM's driver. */
  readonly driver: unknown;
  close(): Promise<void>;
}

/**
 * Opens (or creates) the embedded database in `dataDir`.
 * It survives the death of this process, not a loss of power: PGlite does not fsync.
 *
 * @throws StartupRefused when another process has the directory open
 */
export async function openEmbeddedPostgres(
  dataDir: string,
  snapshot?: Blob,
): Promise<EmbeddedPostgres> {
  const release = lockDataDirectory(dataDir);
  try {
    // Only these two extensions: with `cube` registered as well, pg_trgm hung on Node 20.
    const lite = await PGlite.create(join(dataDir, 'postgres'), {
      extensions: { pg_trgm, unaccent },
      ...(snapshot && { loadDataDir: snapshot }),
    });
    return {
      driver: { ...pg, Pool: poolOver(lite) },
      close: async () => {
        await lite.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function poolOver(lite: PGlite): unknown {
  class Client extends pg.Client {
    constructor(config: pg.ClientConfig) {
      // One connection per client: a shared one would carry the aborted state of a failed
      // transaction into every later query.
      const connection = new PglitePgConnection({ pglite: lite });
      super({
        ...config,
        user: 'postgres',
        database: 'postgres',
        password: 'unused',
        connection,
      } as pg.ClientConfig);
    }
  }
  return class Pool extends pg.Pool {
    constructor(config: pg.PoolConfig) {
      super({
        ...config,
        Client,
        max: 1,
        idleTimeoutMillis: 0,
        onConnect: async (client: pg.ClientBase) => {
          await client.query('ROLLBACK');
          await client.query('DISCARD ALL');
        },
      } as unknown as pg.PoolConfig);
    }
  };
}
