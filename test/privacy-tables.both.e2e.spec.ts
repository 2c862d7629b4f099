// Every table that names a person has a holder, and its line in docs/privacy.md.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atErasure, Database, Jobs, PersonalData } from '../src/platform/index.js';
import { Larder } from './support/larder.js';

let larder: Larder;
let database: Database;
const jobs: string[] = [];
beforeAll(async () => {
  const define = Jobs.prototype.define;
  Jobs.prototype.define = function (job) {
    jobs.push(job.name);
    return define.call(this, job);
  };
  larder = await Larder.open();
  Jobs.prototype.define = define;
  database = larder.app.get(Database);
});
afterAll(() => larder?.close());

const held = () =>
  Object.fromEntries(
    larder.app.get(PersonalData).holders.flatMap(({ tables }) => Object.entries(tables)),
  );

/** Tables with a column for an account, and all that refer to one of these. */
async function personalTables(): Promise<string[]> {
  const rows = await database.query<{ name: string }>(`
    WITH RECURSIVE personal AS (
      SELECT format('%I.%I', table_schema, table_name)::regclass::oid AS oid
      FROM information_schema.columns JOIN information_schema.tables
        USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
        AND (column_name ~ '^(account|customer|driver|picker|actor|owner|person|user)_id$'
          OR column_name ~ '_by$' AND data_type = 'uuid')
      UNION
      SELECT conrelid FROM pg_constraint JOIN personal ON confrelid = personal.oid
      WHERE contype = 'f'
    ) SELECT oid::regclass::text AS name FROM personal ORDER BY name`);
  return rows.map(({ name }) => name);
}

it('every table that names a person, or hangs from one that does, is held', async () => {
  const tables = await personalTables();
  expect(tables).toEqual(expect.arrayContaining(['orders', 'order_lines', 'share_links', 'carts']));
  expect(tables.filter((table) => !Object.hasOwn(held(), table))).toEqual([]);
  await database.query(
    'CREATE TABLE planted (id uuid PRIMARY KEY, customer_id uuid); CREATE TABLE beside (of uuid REFERENCES planted)',
  );
  const found = (await personalTables()).filter((table) => !Object.hasOwn(held(), table));
  expect(found.toSorted()).toEqual(['beside', 'planted']);
});

it('every table that is held exists, and each holder’s job is one', async () => {
  const names = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const known = new Set(names.map(({ name }) => name));
  expect(Object.keys(held()).filter((table) => !known.has(table))).toEqual([]);
  const ended = Object.values(held()).filter((job) => job !== atErasure);
  expect(ended.filter((job) => !jobs.includes(job))).toEqual([]);
});

it('a holder is asked before the modules that it needs', () => {
  const names = larder.app.get(PersonalData).holders.map(({ constructor: { name } }) => name);
  const places = ['SharePeople', 'DeliveryPeople', 'OrderPeople', 'AccountPeople'].map((name) =>
    names.indexOf(name),
  );
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
});

it('docs/privacy.md lists the same tables with the same jobs', () => {
  const rows = readFileSync('docs/privacy.md', 'utf8').matchAll(/^\| `(\w+)`.*\| `([^|]+)` +\|$/gm);
  const listed = Object.fromEntries([...rows].map(([, table, job]) => [table, job]));
  expect(listed).toEqual(held());
});
