// Concurrent requests that all want one slug, some without stating it.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ifMatch, makeProduct, plantCategory } from '../../../test/support/admin.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { tally } from '../../../test/support/people.js';
import { fresh } from '../../../test/support/shop.js';
import type { Transaction } from '../../platform/index.js';
import { ProductEdits } from './product-edits.queries.js';

let larder: Larder;
let admin: Person;
let categoryId: string;
beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  categoryId = await plantCategory(larder, randomUUID(), 'pantry');
});
afterAll(() => larder?.close());
afterEach(() => vi.restoreAllMocks());

const create = (sku: string, name: string) =>
  admin.post('/v1/admin/products', { sku, name, categoryId });

/**
 * Three requests for one slug: the first product gets it by its SKU, as its name is taken; the
 * second by its name; the third by an edit that states it.
 */
async function round() {
  const [name, sku] = [fresh('twin'), fresh('sku')];
  await makeProduct(admin, { sku: fresh('first'), name, categoryId });
  const { id } = await makeProduct(admin, { sku: fresh('edited'), name: 'Edited', categoryId });
  const [suffixed, named, edited] = await Promise.all([
    create(sku, name),
    create(fresh('other'), `${name} ${sku}`),
    admin.patch(`/v1/admin/products/${id}`, { slug: `${name}-${sku}` }, ifMatch(1)),
  ]);
  return { made: [suffixed, named], edited };
}
const rounds = Number(process.env.ROUNDS ?? 20);

describe('when several products want one slug at once', () => {
  it('those that do not state it get another', async () => {
    for (let n = 0; n < rounds; n += 1) {
      const { made, edited } = await round();
      expect(tally(made)).toEqual({ 201: 2 });
      expect([undefined, 'slug-taken']).toContain(edited.body.code);
    }
  });

  it('one would be refused, if slugs were looked up without a lock', async () => {
    const edits = larder.app.get(ProductEdits);
    vi.spyOn(edits, 'isFree').mockImplementation(async (tx: Transaction, slug: string) => {
      const found = await tx.query('SELECT FROM products WHERE slug = $1', [slug]);
      await tx.query('SELECT pg_sleep(0.02)');
      return found.length === 0;
    });
    const refused: string[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const { made } = await round();
      refused.push(...made.flatMap(({ body }) => body.code ?? []));
    }
    expect(new Set(refused)).toEqual(new Set(['slug-taken']));
  });
});
