// The cache as clients see it: headers, conditions, and every write visible at once.
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CatalogImport, OrderStock } from '../src/catalog/index.js';
import { ManualClock } from '../src/kernel/clock.js';
import { Database, UnitOfWork } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { type Answer, Larder } from './support/larder.js';
import { StampedCache } from '../src/cache/stamped-cache.js';

const clock = new ManualClock(new Date());
let larder: Larder;

beforeAll(async () => {
  larder = await Larder.open({ demo: true, clock });
});
afterAll(() => larder?.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  larder.anyone.get(`/v1${path}`, headers);
const head = (path: string, headers: Record<string, string> = {}) =>
  larder.send({ method: 'HEAD', url: `/v1${path}`, headers });
const from = (answer: Answer) => answer.headers['x-cache'];

/** Reads until an answer comes from the cache. */
const stored = (path: string) =>
  eventually(`${path} is stored`, async () => {
    const answer = await get(path);
    expect(answer.status, answer.text).toBe(200);
    return from(answer)?.startsWith('L') ? answer : null;
  });

describe('a stored answer', () => {
  it('has the bytes and the ETag of the loaded one', async () => {
    const loaded = await get('/products?limit=17');
    expect([loaded.status, from(loaded)]).toEqual([200, 'MISS']);
    const again = await stored('/products?limit=17');
    expect(again.text).toBe(loaded.text);
    expect(again.headers).toMatchObject({
      etag: loaded.headers.etag,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, no-cache',
      vary: 'accept-encoding, origin',
    });
  });

  it('states its age, and is served stale while it is loaded again', async () => {
    expect((await get('/products?limit=18')).headers.age).toBe('0');
    await stored('/products?limit=18');
    clock.advance(90_000);
    expect((await get('/products?limit=18')).headers.age).toBe('90');
    clock.advance(60_000);
    const old = await get('/products?limit=18');
    expect([from(old), old.headers.age]).toEqual(['STALE', '150']);
    expect((await stored('/products?limit=18')).headers.age).toBe('0');
  });

  it('is compressed for clients that accept gzip, under its own ETag', async () => {
    const plain = await stored('/products?limit=50');
    const ask = (headers: Record<string, string>) =>
      larder.app.inject({ url: '/v1/products?limit=50', headers });
    const packed = await ask({ 'accept-encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.text);
    const etag = plain.headers.etag!.replace(/"$/, '-gz"');
    expect(packed.headers.etag).toBe(etag);
    const again = await ask({ 'accept-encoding': 'gzip', 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});

describe('a condition', () => {
  it.each([
    ['the ETag', (etag: string) => etag, 304],
    ['the ETag made weak', (etag: string) => `W/${etag}`, 304],
    ['a list with it', (etag: string) => `"a", W/"b,c" , ${etag},"d"`, 304],
    ['anything', () => '*', 304],
    ['another ETag', () => '"another"', 200],
    ['a list without it', (etag: string) => `"a", "${etag.slice(2)}`, 200],
    ['the ETag without quotes', (etag: string) => etag.slice(1, -1), 200],
  ])('of %s', async (_, condition, status) => {
    const { headers, text } = await stored('/products?limit=19');
    for (const ask of [get, head]) {
      const answer = await ask('/products?limit=19', { 'if-none-match': condition(headers.etag!) });
      expect(answer.status).toBe(status);
      expect(answer.headers.etag).toBe(headers.etag);
      expect(answer.headers['cache-control']).toBe('public, no-cache');
      expect(answer.text).toBe(status === 200 && ask === get ? text : '');
    }
  });

  it('does not match after a change', async () => {
    const { headers } = await stored('/products?q=quince');
    await importing('T-QUINCE,Quinces,Fruit & Vegetables,Fresh Fruit,2 pcs,1.95,AED,7');
    const answer = await get('/products?q=quince', { 'if-none-match': headers.etag! });
    expect([answer.status, answer.body.items.length]).toEqual([200, 1]);
  });
});

it('answers HEAD with the head of GET', async () => {
  const whole = await stored('/products?limit=19');
  const answer = await head('/products?limit=19');
  expect([answer.status, answer.text, from(answer)]).toEqual([200, '', 'L1']);
  for (const name of ['etag', 'content-type', 'cache-control', 'vary']) {
    expect(answer.headers[name]).toBe(whole.headers[name]);
  }
});

describe('a key', () => {
  it.each([
    'utm_source=x',
    'limit=0',
    'sort=rating',
    'q=',
    'inStock=maybe',
    '__proto__=1',
    'q=%00',
  ])('is not made for %s', async (query) => {
    const lookup = vi.spyOn(larder.app.get(StampedCache), 'read');
    const answer = await get(`/products?${query}`);
    expect([answer.status, from(answer)]).toEqual([400, undefined]);
    expect(lookup).not.toHaveBeenCalled();
    lookup.mockRestore();
  });

  it.each([
    ['q=whole%20milk&limit=9', 'limit=9&q=whole%20milk'],
    ['q=fresh%20bread', 'q=%20FRESH%20%20%20Bread%20'],
    ['q=pur%C3%A9e', 'q=PURE%CC%81E'],
    ['store=harbour&category=drinks', 'category=Drinks&store=HARBOUR'],
    ['q=tea', 'q=tea&limit=24&sort=relevance&count=false'],
    ['limit=18', 'limit=18&sort=name'],
    ['dietary=vegan,organic', 'dietary=Organic&dietary=vegan'],
    ['brand=wadi%20farms', 'brand=%20Wadi%20%20Farms'],
    ['inStock=true&q=tea', 'q=tea&inStock=true'],
  ])('is the same for %s and %s', async (one, other) => {
    const loaded = await get(`/products?${one}`);
    expect([loaded.status, from(loaded)]).toEqual([200, 'MISS']);
    const same = await get(`/products?${other}`);
    expect([from(same), same.headers.etag]).toEqual(['L1', loaded.headers.etag]);
  });

  it('differs for another question', async () => {
    await stored('/products?q=rice');
    for (const query of ['q=rice&limit=21', 'q=rices', 'q=rice&inStock=true']) {
      expect(from(await get(`/products?${query}`))).toBe('MISS');
    }
  });
});

describe('SQL', () => {
  const paths = ['/products?limit=26', '/products?q=oat&limit=26', '/products/whole-milk-1-l'];

  it.each([...paths, '/categories', '/stores'])('is spent once on %s', async (path) => {
    const before = larder.sqlForRequests;
    const loaded = await get(path);
    expect([loaded.status, from(loaded)]).toEqual([200, 'MISS']);
    expect([1, 2]).toContain(larder.sqlForRequests - before);
    const full = larder.sqlForRequests;
    for (const condition of ['"old"', '*']) {
      expect(from(await get(path, { 'if-none-match': condition }))).toBe('L1');
    }
    expect(larder.sqlForRequests - full).toBe(0);
  });
});

describe('a write', () => {
  it('that sells the last one, or gives it back, shows in the very next read', async () => {
    const { product, storeId, available } = await someStock('whole-milk-1-l');
    const demand = [{ productId: product.id, sku: product.sku, quantity: available }];
    const stock = larder.app.get(OrderStock);
    const lists = ['/products?q=whole%20milk', `/products?category=${product.category.slug}`];
    const paths = [...lists, `/products/${product.slug}`, `/products/${product.id}`];
    const expectInStock = async (inStock: boolean) => {
      for (const path of paths) {
        const { body } = await get(path);
        const found = body.items?.find((item: { id: string }) => item.id === product.id) ?? body;
        expect(found.inStock, path).toBe(inStock);
      }
    };
    const unitOfWork = larder.app.get(UnitOfWork);
    for (const path of paths) await stored(path);
    await unitOfWork.run((tx) => stock.reserve(tx, storeId, demand));
    await expectInStock(false);
    await unitOfWork.run((tx) => stock.release(tx, storeId, demand));
    await expectInStock(true);
  });

  it('of a price by an import shows in the very next read', async () => {
    const paths = ['/products?q=medlars', '/products/medlars-3-pcs'];
    for (const minor of [525, 675]) {
      await importing(
        `T-MEDLARS,Medlars,Fruit & Vegetables,Fresh Fruit,3 pcs,${minor / 100},AED,5`,
      );
      for (const path of paths) {
        const { body } = await get(path);
        expect((body.items?.[0] ?? body).price.amountMinor).toBe(minor);
        await stored(path);
      }
    }
  });

  it('of a new product ends its remembered absence', async () => {
    const path = '/products/sumac-flakes-90-g';
    await get(path);
    const before = larder.sqlForRequests;
    const absent = await get(path);
    expect([absent.status, absent.body.code]).toEqual([404, 'product-not-found']);
    expect(larder.sqlForRequests - before).toBe(0);
    await importing('T-SUMAC,Sumac Flakes,Food Cupboard,Spices,90 g,8.00,AED,3');
    expect((await get(path)).body).toMatchObject({ name: 'Sumac Flakes', inStock: true });
  });
});

async function someStock(slug: string) {
  const { body: product } = await get(`/products/${slug}`);
  const [row] = await larder.app.get(Database).query<{ storeId: string; available: number }>(
    `SELECT store_id AS "storeId", on_hand - reserved AS available
     FROM store_products WHERE product_id = $1`,
    [product.id],
  );
  return { product, ...row! };
}

async function importing(...rows: string[]): Promise<void> {
  const columns = 'sku,name,category,subcategory,size,price,currency,stock';
  async function* file() {
    yield Buffer.from([columns, ...rows].join('\n'));
  }
  await larder.app.get(CatalogImport).run(file());
}
