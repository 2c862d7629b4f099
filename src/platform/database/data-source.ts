import { Logger } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { AppConfig } from '../config/app-config.js';
import { StartupRefused } from '../startup-refused.js';
import { alone, schemaLock } from './advisory-lock.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.js';
import type { SqlCounter } from './sql-counter.js';

/** A module's part of the database. */
export interface ModuleSchema {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM's own type for classes
  readonly entities: Function[];
  // oxlint-disable-next-line typescript/no-unsafe-function-type
  readonly migrations: Function[];
}

const log = new Logger('Database');

/**
 * Opens the database the configuration names and brings its schema up to date.
 * @throws StartupRefused when it cannot be reached, is too old, or its directory is locked
 */
export async function openDatabase(
  config: AppConfig,
  schemas: readonly ModuleSchema[],
  logger: SqlCounter,
): Promise<{ dataSource: DataSource; close: () => Promise<void> }> {
  const embedded = config.databaseUrl ? null : await openEmbeddedPostgres(config.dataDir);
  const dataSource = new DataSource({
    type: 'postgres',
    entities: schemas.flatMap((schema) => schema.entities),
    migrations: schemas.flatMap((schema) => schema.migrations),
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    logging: true,
    logger,
    poolErrorHandler: (error: Error) =>
      log.warn(`A database connection was lost: ${error.message}`),
    ...(embedded ? embeddedOptions(embedded) : serverOptions(config)),
  } as DataSourceOptions);

  const close = async () => {
    if (dataSource.isInitialized) await dataSource.destroy();
    await embedded?.close();
  };
  try {
    await dataSource.initialize();
    if (!embedded) await requireVersion15(dataSource);
    await alone(dataSource, schemaLock, () => dataSource.runMigrations());
  } catch (error) {
    await close().catch(() => {});
    if (error instanceof StartupRefused) throw error;
    throw new StartupRefused(explain(error, config));
  }
  return { dataSource, close };
}

function embeddedOptions(embedded: EmbeddedPostgres) {
  // A query outside the open transaction would wait for the only connection, and the transaction
  // for the query: the timeout turns that deadlock into an error that names the mistake.
  return { driver: embedded.driver, connectTimeoutMS: 5000 };
}

function serverOptions(config: AppConfig) {
  return {
    url: config.databaseUrl,
    driver: pg,
    poolSize: config.databasePool,
    connectTimeoutMS: 3000,
    applicationName: 'larder',
    extra: {
      statement_timeout: 30_000,
      lock_timeout: 5000,
      idle_in_transaction_session_timeout: 10_000,
    },
  };
}

async function requireVersion15(dataSource: DataSource): Promise<void> {
  const [row] = (await dataSource.query('SHOW server_version_num')) as {
    server_version_num: string;
  }[];
  const version = Number(row?.server_version_num ?? 0);
  if (version >= 150_000) return;
  throw new StartupRefused(
    `DATABASE_URL leads to PostgreSQL ${Math.floor(version / 10_000)}; Larder needs 15 or newer.`,
  );
}

function explain(error: unknown, config: AppConfig): string {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  if (!config.databaseUrl) {
    return `The embedded database in ${config.dataDir} could not be opened: ${reason}`;
  }
  const { host, pathname } = new URL(config.databaseUrl);
  return (
    `The database at ${host}${pathname} (DATABASE_URL) could not be used: ${reason}. ` +
    'Check that PostgreSQL runs, that the address is right and that the role may log in.'
  );
}
