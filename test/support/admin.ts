// An admin's work on the catalogue, by HTTP.
import type { Answer, Larder, Person } from './larder.js';
import { wanted } from './people.js';
import { Database } from '../../src/platform/index.js';

export interface Edited {
  readonly id: string;
  readonly version: number;
  readonly slug: string;
  readonly [field: string]: unknown;
}

export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

/** A category with an unused name, inserted without the API. */
export async function plantCategory(
  larder: Larder,
  id: string,
  slug: string,
  parentId: string | null = null,
): Promise<string> {
  await larder.app
    .get(Database)
    .query('INSERT INTO categories (id, slug, name, parent_id) VALUES ($1, $2, $2, $3)', [
      id,
      slug,
      parentId,
    ]);
  return id;
}

export async function makeProduct(admin: Person, fields: object): Promise<Edited> {
  return wanted(201, admin.post('/v1/admin/products', fields));
}

/** Sets a price, whatever the present one. */
export async function priceNow(
  admin: Person,
  store: string,
  id: string,
  price: object,
): Promise<Answer> {
  const url = `/v1/admin/stores/${store}/products/${id}/price`;
  const now = await admin.get(url);
  return admin.put(url, price, now.status === 200 ? ifMatch(now.body.version) : {});
}

/** Edits the present version, whatever its number. */
export async function editNow(admin: Person, id: string, changes: object): Promise<Answer> {
  const { version } = await wanted(200, admin.get(`/v1/admin/products/${id}`));
  return admin.patch(`/v1/admin/products/${id}`, changes, ifMatch(version));
}
