import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atRest } from './support/at-rest.js';
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
  // Shared: the first import opens the demo shop in it, which takes as long as the rest.
  let env: { PORT: string; DATA_DIR: string };
  beforeAll(async () => {
    env = await migratedWorld();
  });

  it('lands good rows, reports bad ones, and changes nothing the second time', async () => {
    const folder = freshDataDir().path;
    const file = join(folder, 'goods.csv');
    const report = join(folder, 'bad.csv');
    writeFileSync(file, [header, ...rows].join('\n'));
    const args = [file, '--stock', '5', '--report', report];

    const first = await Program.finish('import.js', env, args);
    expect(first.code, first.output).toBe(0);
    expect(first.output).toContain(
      '6 rows read: 2 new, 0 changed, 0 unchanged, 4 rejected.\n' +
        `The rows that were rejected or lost a field, with reasons: ${report}\n`,
    );
    const [head, ...lines] = readFileSync(report, 'utf8').trimEnd().split('\n');
    expect(head).toBe('line,sku,outcome,reasons');
    expect(lines).toEqual([
      expect.stringMatching(/^3,"IMP-2",rejected,"The price “much” is not an amount of AED.*\."$/),
      expect.stringMatching(
        /^4,"IMP-3",rejected,"The price is in EUR, but Harbour Grocers sells in AED\."$/,
      ),
      expect.stringMatching(/^5,"",rejected,"The sku “” must be .*\."$/),
      expect.stringMatching(/^6,"IMP-1",rejected,"This SKU is on line 2 already: keep one\."$/),
    ]);

    const again = await Program.finish('import.js', env, args);
    expect(again.code, again.output).toBe(0);
    expect(again.output).toContain('0 new, 0 changed, 2 unchanged, 4 rejected.');

    const sold = await atRest(env.DATA_DIR, (pool) =>
      pool.query(`
        SELECT sku, name, price_minor::int, on_hand FROM products
        JOIN store_products ON product_id = products.id WHERE sku LIKE 'IMP-%' ORDER BY sku`),
    );
    expect(sold.rows).toEqual([
      { sku: 'IMP-1', name: 'Imported Tea', price_minor: 1250, on_hand: 5 },
      { sku: 'IMP-4', name: 'Tea, with a comma', price_minor: 1250, on_hand: 5 },
    ]);
  });

  it('keeps goods that the file does not have, where they are too many or it is a dry run', async () => {
    const folder = freshDataDir().path;
    const file = join(folder, 'goods.csv');
    const report = join(folder, 'missing.csv');
    writeFileSync(file, `${header}\nIMP-9,Nightly Tea,Drinks,Tea,100 g,12.50,AED`);
    const published = () =>
      atRest(env.DATA_DIR, (pool) =>
        pool.query(
          'SELECT count(*)::int, count(*) FILTER (WHERE published)::int AS published FROM store_products',
        ),
      ).then(({ rows: [row] }) => row as { count: number; published: number });
    const before = await published();
    const args = [file, '--missing', 'unpublish', '--report', report];

    const dry = await Program.finish('import.js', env, [
      ...args,
      '--dry-run',
      '--most-missing-percent',
      '100',
    ]);
    expect(dry.code, dry.output).toBe(0);
    expect(dry.output).toContain(
      `1 rows read: 1 new, 0 changed, 0 unchanged, 0 rejected. ${before.published} goods on sale ` +
        'are not in the file. This was a dry run: nothing has been changed.\n' +
        `What would change or be rejected, and missing goods, with reasons: ${report}\n`,
    );
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(before.published + 2);
    expect(lines[1]).toBe('2,"IMP-9",created,""');
    expect(lines[2]).toMatch(/^,".+",missing,"It is not in the file: it would be unpublished\."$/);
    expect(await published()).toEqual(before);

    const refused = await Program.finish('import.js', env, args);
    expect(refused.code, refused.output).toBe(1);
    expect(refused.output).toContain(
      `${before.published} of the ${before.published} goods on sale are not in the file, which is ` +
        'more than 20 %: they stay as they are. If they are to go, import the file again and allow 100 %.',
    );
    expect(await published()).toEqual({
      count: before.count + 1,
      published: before.published + 1,
    });
  });

  it('ends in one sentence when it breaks off', async () => {
    const file = join(freshDataDir().path, 'goods.csv');
    const lines = Array.from({ length: 501 }, (_, n) => `B-${n},Tea ${n},Drinks,Tea,,12.50,AED`);
    writeFileSync(file, [header, ...lines].join('\n'));
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
    ['a file that is no catalogue', ['package.json'], 'The file is JSON: ask for the list as CSV.'],
  ])('refuses %s in a sentence', async (_, args, sentence) => {
    const { code, output } = await Program.finish('import.js', env, args);
    expect(code, output).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n +at /);
  });
});

/** As a fault of Larder's own would: makes the database refuse one product. */
async function breakTheLastRow(dataDir: string): Promise<void> {
  await atRest(dataDir, async (pool) => {
    await pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'nobody sells this'; END $$`);
    await pool.query(`
      CREATE TRIGGER refuse BEFORE INSERT ON products FOR EACH ROW WHEN (NEW.sku = 'B-500')
      EXECUTE FUNCTION refuse()`);
  });
}
