// npm run bench -- listing: does a page cost the same wherever it is, in a small catalogue and a
// large one? Needs DATABASE_URL of an empty scratch database; what is measured are misses, as
// the service makes them.
import pg from 'pg';
import { ListProductsQuery } from '../../dist/catalog/listing/products.requests.js';
import { ProductsService } from '../../dist/catalog/listing/products.service.js';
import { client, closeLarder, openLarder, percentiles, timed } from './larder.mjs';
import { counts, readOptions } from './options.mjs';

const { sizes } = readOptions(import.meta.filename, ['DATABASE_URL'], {
  sizes: counts('How many products the store has, one after the other', '1000', '10000,1000000'),
});
const limit = 24;
const deep = 500;
const rounds = 15;
const queries = [
  'sort=name',
  'sort=price',
  'sort=-price',
  'sort=unitPrice',
  'sort=newest',
  'category=department-1&sort=price',
  'category=aisle-1&sort=name',
  'category=aisle-1&sort=unitPrice',
  'category=shelf-1&sort=newest',
  'category=department-1&sort=name&inStock=true',
  'brand=brand%207&sort=name',
  'onSale=true&sort=name',
];

const statements = [];
const { app, store } = await openLarder();
await client.query("SET maintenance_work_mem = '512MB'");
const products = app.get(ProductsService, { strict: false });
const send = pg.Client.prototype.query;
pg.Client.prototype.query = function (text, values, ...rest) {
  if (typeof text === 'string') statements.push([text, values]);
  return send.call(this, text, values, ...rest);
};

const table = {};
for (const size of sizes) {
  await fill(size);
  for (const query of queries) {
    const at = await pages(query);
    table[query] = { ...table[query], ...(await measured(query, at, size)) };
  }
}
console.log(`Milliseconds of a page of ${limit}, median of ${rounds}, by products in the store:`);
console.table(table);
await closeLarder(app);

/** Rows straight into the tables: half of the listed have a unit price, one in 100 is on sale. */
async function fill(size) {
  process.stdout.write(`Filling in ${size} products …\n`);
  await client.query('TRUNCATE listings, store_products, products, categories CASCADE');
  // Indexes are rebuilt in one go: inserting a million rows through them takes an hour.
  const { rows: indexes } = await client.query(`
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'listings' AND indexname <> 'listings_pkey'`);
  for (const { indexname } of indexes) await client.query(`DROP INDEX ${indexname}`);
  await client.query(`
    INSERT INTO categories (id, slug, name, parent_id)
    SELECT md5(level || n)::uuid, level || '-' || n, level || ' ' || n,
      CASE level WHEN 'aisle' THEN md5('department' || n)::uuid WHEN 'shelf' THEN md5('aisle' || n)::uuid END
    FROM generate_series(1, 2) n, unnest('{department,aisle,shelf}'::text[]) level ORDER BY level <> 'department', level`);
  await client.query(
    `INSERT INTO products (id, sku, slug, name, brand, category_id, sold_by, created_at)
     SELECT md5('p' || n)::uuid, 'S-' || n, 'product-' || n,
       (ARRAY['Milk','Bread','Rice','Tea','Soap'])[1 + n % 5] || ' number ' || n,
       'Brand ' || n % 50, md5('shelf' || 1 + n % 2)::uuid, 'each', now() - n * interval '1 minute'
     FROM generate_series(1, $1::int) n`,
    [size],
  );
  await client.query(
    `INSERT INTO store_products (store_id, product_id, price_minor, on_hand)
     SELECT $1, id, 100 + abs(hashtext(sku)) % 5000, 9 FROM products`,
    [store.id],
  );
  await client.query(
    `INSERT INTO listings (store_id, product_id, sku, slug, name, brand, sold_by, price_minor,
       regular_price_minor, on_sale, unit_price_minor, unit_price_per, availability, listed_at,
       category_id, category_name, category_slug, department_id, department_name, department_slug,
       aisle_id, aisle_slug, aisle_name, shelf_id, sort_name, search_text, search_words)
     SELECT $1, product.id, sku, product.slug, product.name, brand, sold_by, price_minor,
       price_minor, abs(hashtext(sku)) % 100 = 0,
       CASE WHEN abs(hashtext(sku)) % 2 = 0 THEN price_minor * 3 END,
       CASE WHEN abs(hashtext(sku)) % 2 = 0 THEN 'kg' END,
       CASE WHEN abs(hashtext(sku)) % 10 = 0 THEN 'out' ELSE 'in' END, product.created_at,
       shelf.id, shelf.name, shelf.slug, department.id, department.name, department.slug,
       aisle.id, aisle.slug, aisle.name, shelf.id,
       sort_key(product.name, alphabet), lower(product.name),
       to_tsvector('simple', lower(product.name))
     FROM products product JOIN store_products ON product_id = product.id
     JOIN alphabets alphabet ON language = 'en'
     JOIN categories shelf ON shelf.id = product.category_id
     JOIN categories aisle ON aisle.id = shelf.parent_id
     JOIN categories department ON department.id = aisle.parent_id`,
    [store.id],
  );
  for (const { indexdef } of indexes) await client.query(indexdef);
  await client.query('VACUUM ANALYZE');
}

/** The queries of the first page and of page 500, or the last. */
async function pages(text) {
  const first = asked(text);
  let cursor = null;
  let page = 1;
  // Long pages reach the same row in fewer steps: a cursor does not contain the page's length.
  let left = (deep - 1) * limit;
  while (left > 0) {
    const { nextCursor } = await products.list(asked(text, { cursor, limit: Math.min(100, left) }));
    if (!nextCursor) break;
    left -= Math.min(100, left);
    cursor = nextCursor;
    page = deep - Math.ceil(left / limit);
  }
  return { first, last: asked(text, { cursor }), page };
}

function asked(text, { cursor, limit: most = limit } = {}) {
  const fields = Object.fromEntries(new URLSearchParams(text));
  const flags = Object.entries(fields).map(([name, value]) => [
    name,
    value === 'true' ? true : value,
  ]);
  return Object.assign(new ListProductsQuery(), Object.fromEntries(flags), {
    limit: most,
    ...(cursor && { cursor }),
  });
}

async function measured(text, { first, last, page }, size) {
  const times = { first: [], last: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.first.push((await timed(() => products.list(first))).ms);
    times.last.push((await timed(() => products.list(last))).ms);
  }
  statements.length = 0;
  await products.list(last);
  const [sql, parameters] = statements.findLast(([each]) => each.includes('FROM listings'));
  const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ${sql}`, parameters);
  const plan = rows.map((row) => row['QUERY PLAN'].trim());
  const scan = plan.find((line) => /Scan.* on listings/.test(line));
  const removed = plan.find((line) => line.startsWith('Rows Removed'));
  process.stdout.write(`${size} ${text}, page ${page}: ${scan}${removed ? `; ${removed}` : ''}\n`);
  process.stdout.write(`  ${plan.find((line) => line.startsWith('Buffers'))}; ${plan.at(-1)}\n`);
  const short = (ms) => Number(ms.toFixed(2));
  return {
    [`${size} first`]: short(percentiles(times.first).p50),
    [`${size} page ${deep}`]: `${short(percentiles(times.last).p50)}${page < deep ? ` (page ${page})` : ''}`,
  };
}
