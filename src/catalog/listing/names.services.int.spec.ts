// Goods that are listed while the language of their store changes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { Larder } from '../../../test/support/larder.js';
import { openListedShop } from '../../../test/support/listed-shop.js';
import { Database, UnitOfWork } from '../../platform/index.js';
import { ListingWriter } from './listing-writer.queries.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open();
});
afterAll(() => larder?.close());

it('sort as the language that the store has in the end', async () => {
  const storeId = await openListedShop(larder);
  const admin = await larder.person('admin');
  const database = larder.app.get(Database);
  const [product] = await database.query<{ id: string }>(
    "UPDATE products SET name = 'Ägg' WHERE sku = 'L-13' RETURNING id",
  );
  await database.query('DELETE FROM listings WHERE product_id = $1', [product!.id]);

  let commit = () => {};
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  let isWritten = false;
  const listing = larder.app.get(UnitOfWork).run(async (tx) => {
    await larder.app.get(ListingWriter).rebuild(tx, [product!.id], new Date());
    isWritten = true;
    await mayCommit;
  });
  await eventually('the listing is written', async () => isWritten || null);

  let isEdited = false;
  const edit = admin
    .patch(`/v1/admin/stores/${storeId}`, { language: 'sv' }, { 'if-match': '"1"' })
    .then((answer) => {
      isEdited = true;
      return answer;
    });
  await eventually('the edit waits, or is through', async () => {
    const [{ waits }] = (await database.query<{ waits: boolean }>(
      "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) AS waits",
    )) as [{ waits: boolean }];
    return isEdited || waits || null;
  });
  commit();
  await listing;
  expect((await edit).status).toBe(200);

  const { body } = await larder.anyone.get('/v1/products?sort=name&limit=100');
  const names: string[] = body.items.map(({ name }: { name: string }) => name);
  expect(names).toContain('Ägg');
  expect(names).toEqual(names.toSorted(new Intl.Collator('sv').compare));
});
