// npm run bench -- search: how long a search that nobody has cached takes, in the real catalogue.
// Needs DATABASE_URL of an empty scratch database, and ../shared/data/grocery-catalogue.csv.
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { CatalogImport } from '../../dist/catalog/index.js';
import { ListProductsQuery } from '../../dist/catalog/listing/products.requests.js';
import { ProductsService } from '../../dist/catalog/listing/products.service.js';
import { client, closeLarder, openLarder, percentiles, timed } from './larder.mjs';
import { readOptions, rounds as roundsOf } from './options.mjs';

const { rounds } = readOptions(import.meta.filename, ['DATABASE_URL'], { rounds: roundsOf('10') });
const here = import.meta.dirname;
const catalogue = resolve(here, '../../../shared/data/grocery-catalogue.csv');
const judged = parse(readFileSync(resolve(here, '../search-judgements.csv')), { columns: true });

const { app } = await openLarder();
const products = app.get(ProductsService, { strict: false });
const imported = await timed(() =>
  app.get(CatalogImport, { strict: false }).run(createReadStream(catalogue), { initialStock: 20 }),
);
process.stdout.write(
  `Imported ${imported.result.created} products in ${Math.round(imported.ms)} ms\n`,
);
await client.query('VACUUM ANALYZE');

const of = (q) => Object.assign(new ListProductsQuery(), { q: q.toLowerCase() });
for (const { q } of judged) await products.list(of(q));
const times = [];
const slowest = [];
for (let round = 0; round < rounds; round += 1) {
  for (const { q } of judged) {
    const { ms } = await timed(() => products.list(of(q)));
    times.push(ms);
    slowest.push({ q, ms });
  }
}
const rounded = Object.fromEntries(
  Object.entries(percentiles(times)).map(([name, ms]) => [name, Number(ms.toFixed(2))]),
);
console.log(`Milliseconds of ${times.length} searches, one after the other:`);
console.table([rounded]);
const worst = slowest.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
console.log('Slowest:', worst.map(({ q, ms }) => `${q} ${ms.toFixed(1)}`).join(', '));
await closeLarder(app);
