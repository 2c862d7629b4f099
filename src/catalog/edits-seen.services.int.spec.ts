// Two processes of a fleet: a read from one shows every edit that the other has answered.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  editNow,
  ifMatch,
  makeProduct,
  plantCategory,
  priceNow,
} from '../../test/support/admin.js';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { aed, openShop } from '../../test/support/shop.js';
import { Database } from '../platform/index.js';

let one: Larder;
let other: Larder;
let admin: Person;
let store: string;
const place = { old: randomUUID(), new: randomUUID() };
beforeAll(async () => {
  one = await Larder.open();
  other = await Larder.openWith(one.config);
  admin = await one.person('admin');
  await plantCategory(one, place.old, 'old-place');
  await plantCategory(one, place.new, 'new-place');
  store = (await openShop(one, { products: [] })).storeId;
});
afterAll(async () => {
  await other?.close();
  await one?.close();
});

let count = 0;
async function sold() {
  const fields = { sku: `S-${(count += 1)}`, name: `Seen ${count}`, categoryId: place.old };
  const made = await makeProduct(admin, fields);
  await priceNow(admin, store, made.id, { priceMinor: 1000 });
  return made;
}
const read = (path: string) => other.anyone.get(path);
const page = (handle: string) => read(`/v1/products/${handle}?store=${store}`);
const idsIn = async (query: string): Promise<string[]> =>
  (await read(`/v1/products?store=${store}&limit=100&${query}`)).body.items.map(
    (item: { id: string }) => item.id,
  );
const tree = async (): Promise<string[]> =>
  (await read(`/v1/categories?store=${store}`)).body.items.map(
    (item: { slug: string }) => item.slug,
  );

it('its name and price, by id, slug, category and search', async () => {
  const { id, slug } = await sold();
  for (let round = 0; round < 20; round += 1) {
    const name = `Renamed ${count} ${round}`;
    const seen = async () => {
      const answers = [await page(id), await page(slug)].map(({ body }) => body);
      const items = [
        ...(await read(`/v1/products?store=${store}&category=old-place&limit=100`)).body.items,
        ...(await read(`/v1/products?store=${store}&q=renamed%20${count}`)).body.items,
      ].filter((item: { id: string }) => item.id === id);
      return [...answers, ...items].map(({ name: shown, price }) => [shown, price.amountMinor]);
    };
    await wanted(200, editNow(admin, id, { name }));
    expect(new Set(await seen()).size).toBe(4);
    await wanted(200, priceNow(admin, store, id, { priceMinor: 2000 + round }));
    expect(await seen()).toEqual(Array.from({ length: 4 }, () => [name, 2000 + round]));
  }
});

it('its move: gone from the old category, there in the new one, in lists and in the tree', async () => {
  const { id } = await sold();
  expect(await idsIn('category=old-place')).toContain(id);
  expect(await idsIn('category=new-place')).toEqual([]);
  expect(await tree()).not.toContain('new-place');
  await wanted(200, editNow(admin, id, { categoryId: place.new }));
  expect(await idsIn('category=old-place')).not.toContain(id);
  expect(await idsIn(`category=${place.old}`)).not.toContain(id);
  expect(await idsIn('category=new-place')).toEqual([id]);
  expect(await tree()).toContain('new-place');
});

it('its retirement and its return', async () => {
  const { id, slug } = await sold();
  expect((await page(id)).status).toBe(200);
  await wanted(200, admin.post(`/v1/admin/products/${id}/retire`, undefined, ifMatch(1)));
  expect([(await page(id)).status, (await page(slug)).status]).toEqual([404, 404]);
  expect(await idsIn('category=old-place')).not.toContain(id);
  await wanted(200, admin.post(`/v1/admin/products/${id}/restore`, undefined, ifMatch(2)));
  expect([(await page(id)).status, (await page(slug)).status]).toEqual([200, 200]);
  expect(await idsIn('category=old-place')).toContain(id);
});

it('its new slug, while the old one is gone', async () => {
  const { id, slug } = await sold();
  expect([(await page(slug)).status, (await page(`${slug}-2`)).status]).toEqual([200, 404]);
  await wanted(200, editNow(admin, id, { slug: `${slug}-2` }));
  expect([(await page(slug)).status, (await page(`${slug}-2`)).status]).toEqual([404, 200]);
});

it('its sale', async () => {
  const { id } = await sold();
  expect((await page(id)).body.price).toEqual(aed(1000));
  const hour = 60 * 60_000;
  const [saleFrom, saleUntil] = [-hour, hour].map((ms) => new Date(Date.now() + ms).toISOString());
  const sale = { salePriceMinor: 600, saleFrom, saleUntil };
  await wanted(200, priceNow(admin, store, id, { priceMinor: 1000, ...sale }));
  expect((await page(id)).body.price).toEqual(aed(600));
});

it('both of two edits at once: of the product here, of its price there', async () => {
  const { id } = await sold();
  const there = await other.person('admin');
  for (let round = 1; round <= 30; round += 1) {
    await Promise.all([
      wanted(200, editNow(admin, id, { name: `Both ${round}` })),
      wanted(200, priceNow(there, store, id, { priceMinor: 3000 + round })),
    ]);
    const { name, price } = (await page(id)).body;
    expect([name, price.amountMinor]).toEqual([`Both ${round}`, 3000 + round]);
  }
});

describe('an edit while the last piece is sold', () => {
  const listed = async (id: string) =>
    (await read(`/v1/products/${id}?store=${store}`)).body as { name: string; inStock: boolean };

  /** Starts `edit` while the sale of the last piece is not yet committed. */
  async function whileSellingOut(id: string, edit: () => Promise<unknown>): Promise<void> {
    const database = one.app.get(Database);
    await database.query('UPDATE store_products SET on_hand = 1 WHERE product_id = $1', [id]);
    const key = [id];
    await wanted(200, editNow(admin, id, { name: 'One left' }));
    let editing: Promise<unknown> | undefined;
    await database.manager.transaction(async (tx) => {
      await tx.query('UPDATE store_products SET reserved = 1 WHERE product_id = $1', key);
      await tx.query("UPDATE listings SET availability = 'out' WHERE product_id = $1", key);
      editing = edit();
      await eventually('the edit waits for the sale', async () => {
        const waiting = await database.query(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
    });
    await editing;
  }

  it('lists it as sold out', async () => {
    const { id } = await sold();
    await whileSellingOut(id, () => editNow(admin, id, { name: 'Edited' }));
    expect(await listed(id)).toMatchObject({ name: 'Edited', inStock: false });
  });

  it('would list it as in stock, if its rows were read before they are locked', async () => {
    const { id } = await sold();
    await whileSellingOut(id, () =>
      other.app.get(Database).query(
        `UPDATE listings SET availability = CASE WHEN fresh.available > 0 THEN 'in' ELSE 'out' END
         FROM (SELECT product_id, on_hand - reserved AS available FROM store_products) fresh
         WHERE fresh.product_id = listings.product_id AND listings.product_id = $1`,
        [id],
      ),
    );
    const [row] = await one.app
      .get(Database)
      .query('SELECT availability FROM listings WHERE product_id = $1', [id]);
    expect(row).toEqual({ availability: 'in' });
  });
});
