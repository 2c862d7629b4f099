import { resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { beforeAll, expect, it } from 'vitest';
import { schemas } from '../src/app.module.js';
import { openDatabase } from '../src/platform/database/data-source.js';
import { Metrics } from '../src/platform/metrics/metrics.js';
import { platformSchema } from '../src/platform/platform.schema.js';
import { afterwards } from './support/afterwards.js';
import { freshConfig } from './support/ground.js';
import { listedMigrations, numberOf } from './support/listed-migrations.js';
import { emptyDatabase, freshDataDir, mode } from './support/mode.js';
import { schemaOf } from './support/schema.js';
import { SqlCounter } from '../src/platform/database/sql-counter.js';

let dataSource: DataSource;
beforeAll(async () => {
  const config = await freshConfig(
    mode === 'embedded'
      ? { DATA_DIR: freshDataDir().path }
      : { DATABASE_URL: (await emptyDatabase()).url },
  );
  const counter = new SqlCounter(new Metrics());
  const opened = await openDatabase(config, [platformSchema, ...schemas], counter);
  afterwards(opened.close);
  dataSource = opened.dataSource;
});

const haveRun = async (): Promise<number[]> => {
  const rows: { timestamp: string }[] = await dataSource.query(
    'SELECT timestamp FROM migrations ORDER BY id',
  );
  return rows.map(({ timestamp }) => Number(timestamp));
};

it('runs every migration that is listed, in their order', async () => {
  const listed = listedMigrations(resolve(import.meta.dirname, '..'));
  expect(await haveRun()).toEqual(listed.map(({ file }) => numberOf(file)));
});

it('goes all the way down, leaves nothing, and comes up the same again', async () => {
  const up = await schemaOf(dataSource);
  // The comparison covers every kind; no migration makes a view.
  for (const kind of [
    /^table orders$/,
    /^sequence orders_number_seq$/,
    /^column listings \d+ sort_name text NOT NULL collate "C"$/,
    /^column offers \d+ beside_offer_id uuid$/,
    /^constraint store_products store_products_never_oversold CHECK/,
    /^CREATE UNIQUE INDEX accounts_email /,
    /^CREATE OR REPLACE FUNCTION public.fold_words/,
    /^CREATE TRIGGER accounts_access_changed AFTER DELETE OR UPDATE /,
    /^type delivery_slots c$/,
  ]) {
    expect(up).toContainEqual(expect.stringMatching(kind));
  }

  while ((await haveRun()).length > 0) await dataSource.undoLastMigration();
  expect(await schemaOf(dataSource)).toEqual([]);

  await dataSource.runMigrations();
  expect(await schemaOf(dataSource)).toEqual(up);
});
