import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { freshDataDir } from './support/mode.js';
import { build, migratedWorld, Program } from './support/process.js';

beforeAll(build, 120_000);

const header = 'sku,name,category,subcategory,size,price,currency';
const rows = [
  'IMP-1,Imported Tea,Drinks,Tea,100 g,12.50,AED',
  'IMP-2,Priceless Tea,Drinks,Tea,100 g,much,AED',
  'IMP-3,Foreign Tea,Drinks,Tea,100 g,12.50,EUR',
  ',Nameless,Drinks,Tea,100 g,12.50,AED',
  'IMP-1,Imported Tea again,Drinks,Tea,100 g,12.50,AED',
  'IMP-4,"Tea, with a comma",Drinks,Tea,100 g,12.50,AED',
];

describe('npm run import', { timeout: 120_000 }, () => {
  it('lands good rows, reports bad ones, and changes nothing the second time', async () => {
    const env = await migratedWorld();
    const folder = freshDataDir().path;
    const file = join(folder, 'goods.csv');
    const report = join(folder, 'bad.csv');
    writeFileSync(file, [header, ...rows].join('\n'));
    const args = [file, '--stock', '5', '--report', report];

    const shop = await Program.serve(env);
    expect(await shop.stop('SIGTERM')).toBe(0);
    const first = await Program.finish('import.js', env, args);
    expect(first.code, first.output).toBe(0);
    expect(first.output).toContain(
      '6 rows read: 2 new, 0 changed, 0 unchanged, 4 rejected.\n' +
        `The rejected rows, with reasons: ${report}\n`,
    );
    const [head, ...lines] = readFileSync(report, 'utf8').trimEnd().split('\n');
    expect(head).toBe('line,sku,reasons');
    expect(lines).toEqual([
      expect.stringMatching(/^3,"IMP-2","The price “much” is not an amount of AED.*\."$/),
      expect.stringMatching(
        /^4,"IMP-3","The price is in EUR, but Harbour Grocers sells in AED\."$/,
      ),
      expect.stringMatching(/^5,"","The sku “” must be .*\."$/),
      expect.stringMatching(/^6,"IMP-1","This SKU is on line 2 already: keep one\."$/),
    ]);

    const again = await Program.finish('import.js', env, args);
    expect(again.code, again.output).toBe(0);
    expect(again.output).toContain('0 new, 0 changed, 2 unchanged, 4 rejected.');

    const reopened = await Program.serve(env);
    const found = await fetch(`${reopened.address}/v1/products?q=imported%20tea&limit=1`);
    const { items } = (await found.json()) as { items: object[] };
    expect(items).toEqual([
      expect.objectContaining({
        sku: 'IMP-1',
        name: 'Imported Tea',
        price: { amountMinor: 1250, currency: 'AED' },
        inStock: true,
      }),
    ]);
    await reopened.stop('SIGKILL');
  });

  it('ends in one sentence when it breaks off', async () => {
    const env = await migratedWorld();
    const file = join(freshDataDir().path, 'goods.csv');
    const lines = Array.from({ length: 501 }, (_, n) => `B-${n},Tea ${n},Drinks,Tea,,12.50,AED`);
    writeFileSync(file, [header, ...lines].join('\n'));
    const shop = await Program.serve(env);
    expect(await shop.stop('SIGTERM')).toBe(0);
    await breakTheLastRow(env.DATA_DIR);
    const { code, output } = await Program.finish('import.js', env, [file]);
    expect(code, output).toBe(1);
    expect(output.trim()).toBe(
      'The import broke off after 500 rows, which stay; run it again to go on, with ' +
        'LOG_LEVEL=debug to see why.',
    );
    const told = await Program.finish('import.js', { ...env, LOG_LEVEL: 'debug' }, [file]);
    expect(told.output).toContain('nobody sells this');
  });

  it.each([
    ['a file that is not there', ['nowhere.csv'], 'There is no file nowhere.csv.'],
    [
      'a report that cannot be written',
      ['package.json', '--report', '/nowhere/bad.csv'],
      'Rejected rows cannot be listed in /nowhere/bad.csv: name another place with --report.',
    ],
    ['a file that is no catalogue', ['package.json'], 'The first line must name the columns'],
  ])('refuses %s in a sentence', async (_, args, sentence) => {
    const { code, output } = await Program.finish('import.js', await migratedWorld(), args);
    expect(code, output).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n +at /);
  });
});

/** As a fault of Larder's own would: the database takes one product less. */
async function breakTheLastRow(dataDir: string): Promise<void> {
  const database = await openEmbeddedPostgres(dataDir);
  const { Pool } = database.driver as typeof pg;
  const pool = new Pool();
  await pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'nobody sells this'; END $$`);
  await pool.query(`
    CREATE TRIGGER refuse BEFORE INSERT ON products FOR EACH ROW WHEN (NEW.sku = 'B-500')
    EXECUTE FUNCTION refuse()`);
  await pool.end();
  await database.close();
}
