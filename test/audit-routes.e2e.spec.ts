// Every write of admins and dispatchers has a line in the audit log, or a reason why not.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf } from './support/audit.js';
import { Larder, type Person } from './support/larder.js';
import { type Operation, openApiOf } from './support/openapi.js';
import { idOf, wanted } from './support/people.js';
import { fresh, openShop } from './support/shop.js';
import {
  ask,
  type Asked,
  requestsOfAllStores,
  requestsOfStaff,
  type Things,
} from './support/staff-walk.js';

const timeline = 'the timeline of the order or its delivery names who, in the same transaction';
/** Writes without a line, each with the reason. */
const exempt: Readonly<Record<string, string>> = {
  assignOrder: timeline,
  unassignOrder: timeline,
  redeliverOrder: timeline,
  deliverForDriver: timeline,
  failForDriver: timeline,
  handOverDelivery: timeline,
  retryFailedWork:
    'needs work that failed: needs work that has failed; its line is written by the same call',
};

type Request = (of: Things) => Asked;
/** Where the walk of staff asks for nothing that changes, or not at all. */
const asked: Readonly<Record<string, Request>> = {
  editStaff: ({ pickerId, shop }) => ({
    url: `/v1/admin/staff/${pickerId}`,
    payload: { stores: [shop.storeId] },
  }),
  changeAccount: ({ customerId }) => ({
    url: `/v1/admin/accounts/${customerId}`,
    payload: { disabled: true },
  }),
  setSearchEquals: ({ shop }) => ({
    url: `/v1/admin/stores/${shop.storeId}/search-equals`,
    payload: { sets: [{ terms: ['aubergine', 'eggplant'] }] },
  }),
  removeCategory: () => ({ url: `/v1/admin/categories/${emptyCategoryId}` }),
  editProduct: ({ productId }) => ({
    url: `/v1/admin/products/${productId}`,
    payload: { brand: 'New' },
  }),
};

const tags = ['admin', 'catalog admin', 'delivery admin', 'ops'];
/** In this order where one needs what another leaves. */
const order = ['cancelImport', 'resumeImport', '', 'retireProduct', 'restoreProduct'];
const placeOf = ({ operationId, method }: Operation) =>
  method === 'DELETE'
    ? order.length
    : order.indexOf(order.includes(operationId) ? operationId : '');

let larder: Larder;
let admin: Person;
let writes: Operation[];
let things: Things;
let emptyCategoryId: string;

beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  const document = await wanted(200, larder.anyone.get('/docs/openapi.json'));
  writes = openApiOf(document).operations.filter(
    ({ method, tags: own }) => method !== 'GET' && own?.some((tag) => tags.includes(tag)),
  );
  things = await thingsOf();
}, 60_000);
afterAll(() => larder?.close());

async function thingsOf(): Promise<Things> {
  const sku = fresh('NOTED');
  const shop = await openShop(larder, { products: [{ sku, stock: 100 }] });
  const [customer, picker, driver] = await Promise.all([
    larder.person('customer'),
    larder.person('picker'),
    larder.person('driver'),
  ]);
  const [underway, delivered] = [
    await shop.order(customer, [[sku, 1]]),
    await shop.order(customer, [[sku, 1]]),
  ];
  await shop.walkTo(delivered, 'delivered', driver);
  await shop.walkTo(underway, 'out_for_delivery', driver);
  const zones = await wanted(200, admin.get(`/v1/admin/zones?store=${shop.storeId}`));
  const product = await wanted(200, admin.get(`/v1/admin/products/${shop.productId(sku)}`));
  const category = { name: fresh('noted') };
  emptyCategoryId = (await wanted(201, admin.post('/v1/admin/categories', category))).id;
  // Rows that are many: the import still runs when it is cancelled.
  const rows = Array.from({ length: 50_000 }, (_, n) => `NOBODY-${n},12.00`);
  const imported = await ask(larder, admin, 'POST', {
    url: `/v1/admin/imports?kind=feed&store=${shop.storeId}`,
    headers: { 'content-type': 'text/csv' },
    payload: `sku,price\n${rows.join('\n')}\n`,
  });
  return {
    shop,
    sku,
    productId: product.id,
    categoryId: product.categoryId,
    zoneId: zones.items[0].id,
    importId: imported.body.id,
    orders: { placed: underway, picking: underway, underway, delivered },
    lineId: '',
    deliveryId: '',
    driverId: await idOf(driver),
    pickerId: await idOf(picker),
    customerId: await idOf(customer),
  };
}

/** The version of what the request changes, where it has one. */
async function versionFor(method: string, url: string): Promise<{ 'if-match'?: string }> {
  const path = url.split('?')[0]!;
  // Of an action: the thing that it is about.
  const { headers } = await admin.get(method === 'POST' ? path.replace(/\/[^/]+$/, '') : path);
  return headers.etag?.startsWith('"') ? { 'if-match': headers.etag } : {};
}

describe('a write of admins or dispatchers', () => {
  it('writes one line, which names who, from where, and in which request', async () => {
    const walked = writes
      .filter(({ operationId }) => !Object.hasOwn(exempt, operationId))
      .toSorted((a, b) => placeOf(a) - placeOf(b));
    const wrong: string[] = [];
    for (const { operationId, method } of walked) {
      const make =
        asked[operationId] ?? requestsOfStaff[operationId] ?? requestsOfAllStores[operationId];
      if (!make) {
        wrong.push(`${operationId}: say here, or in test/support/staff-walk.ts, how to ask it`);
        continue;
      }
      const request = make(things);
      const headers = { ...request.headers, ...(await versionFor(method, String(request.url))) };
      const answer = await ask(larder, admin, method, { ...request, headers });
      const requestId = answer.headers['x-request-id'];
      const own = (await auditOf(larder)()).filter((line) => line.requestId === requestId);
      const isRight =
        answer.status < 300 &&
        own.length === 1 &&
        own[0]!.outcome === 'done' &&
        own[0]!.actorRole === 'admin' &&
        own[0]!.address === '127.0.0.1';
      if (!isRight) wrong.push(`${operationId}: ${answer.status} ${answer.text} ${own.length}`);
    }
    expect(wrong).toEqual([]);
    expect(walked.length).toBeGreaterThan(25);
  });

  it('is listed in docs/audit.md by its action', async () => {
    const page = readFileSync(new URL('../docs/audit.md', import.meta.url), 'utf8');
    const actions = [...new Set((await auditOf(larder)()).map(({ action }) => action))];
    expect(actions.filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
    expect(actions.length).toBeGreaterThan(20);
  });

  it('is exempt by its name, as long as there is a route of it', () => {
    const names = new Set(writes.map(({ operationId }) => operationId));
    expect(Object.keys(exempt).filter((name) => !names.has(name))).toEqual([]);
  });
});
