// Staff of one store find nothing of another: every route of the OpenAPI document is walked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffRoles, type StaffRole } from '../src/accounts/index.js';
import { Larder, type Person } from './support/larder.js';
import { type Operation, openApiOf } from './support/openapi.js';
import { goOnDuty, idOf, wanted } from './support/people.js';
import { fresh, openShop, type Shop } from './support/shop.js';
import {
  ask,
  type Asked,
  ofNoStore,
  requestsOfAllStores,
  requestsOfStaff,
  type Things,
} from './support/staff-walk.js';

type Staff = Record<StaffRole, Person>;

let larder: Larder;
let operations: readonly Operation[];
let things: Things;
/** Of the store whose things they are, of another, and of both. */
let own: Staff;
let strangers: Staff;
let everywhere: Staff;

async function hired(stores: string[] | 'all'): Promise<Staff> {
  const hire = async (role: StaffRole) => [role, await larder.person(role, role, stores)] as const;
  return Object.fromEntries(await Promise.all(staffRoles.map(hire))) as Staff;
}

beforeAll(async () => {
  larder = await Larder.open();
  const document = await wanted(200, larder.anyone.get('/docs/openapi.json'));
  operations = openApiOf(document).operations;
  const products = [{ sku: fresh('WALKED'), stock: 100 }];
  const shop = await openShop(larder, { products });
  const other = await openShop(larder, { products: [] });
  own = await hired([shop.storeId]);
  strangers = await hired([other.storeId]);
  everywhere = await hired('all');
  things = await thingsOf(shop, products[0]!.sku);
}, 120_000);
afterAll(() => larder?.close());

async function thingsOf(shop: Shop, sku: string): Promise<Things> {
  const customer = await larder.person('customer');
  const { driver, admin, picker } = own;
  const at = async (status: Parameters<Shop['walkTo']>[1], by?: Person) => {
    const id = await shop.order(customer, [[sku, 1]]);
    await shop.walkTo(id, status, by);
    return id;
  };
  const delivered = await at('delivered', driver);
  const orders = {
    placed: await at('placed'),
    picking: await at('picking'),
    underway: await at('out_for_delivery', driver),
    delivered,
  };
  const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
  const { lines } = await wanted(200, admin.get(`/v1/orders/${orders.picking}`));
  const zones = await wanted(200, admin.get('/v1/admin/zones'));
  const product = await wanted(200, admin.get(`/v1/admin/products/${shop.productId(sku)}`));
  const feed = requestsOfStaff.startImport!({ shop } as Things);
  const imported = await ask(larder, admin, 'POST', feed);
  return {
    shop,
    sku,
    productId: product.id,
    categoryId: product.categoryId,
    zoneId: zones.items[0].id,
    importId: imported.body.id,
    orders,
    lineId: lines[0].id,
    deliveryId: items[0].id,
    driverId: await idOf(driver),
    pickerId: await idOf(picker),
    customerId: await idOf(customer),
  };
}

const rolesOf = (operation: Operation) =>
  staffRoles.filter((role) => operation['x-roles']?.includes(role));
const ofStaff = () => operations.filter((operation) => rolesOf(operation).length > 0);

/** What is to be seen of the store in an answer. */
const idsOf = ({ shop, orders, ...of }: Things): string[] => [
  shop.storeId,
  shop.slotId,
  ...Object.values(orders),
  of.zoneId,
  of.importId,
  of.lineId,
  of.deliveryId,
  of.driverId,
  of.pickerId,
  of.customerId,
];

/** Those that a request lets in, each with the answer; removals last. */
async function letIn(
  requests: Readonly<Record<string, (of: Things) => Asked>>,
  staff: Staff,
): Promise<string[]> {
  const found: string[] = [];
  const walked = ofStaff()
    .filter(({ operationId }) => requests[operationId])
    .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
  for (const operation of walked) {
    for (const role of rolesOf(operation)) {
      const asked = requests[operation.operationId]!(things);
      const answer = await ask(larder, staff[role], operation.method, asked);
      const isShut = answer.status === 403 || answer.status === 404;
      if (!isShut) found.push(`${operation.operationId} ${role}: ${answer.status}`);
    }
  }
  return found;
}

describe('a route of staff', () => {
  it('is walked here, or belongs to no store', () => {
    const known = { ...requestsOfStaff, ...requestsOfAllStores };
    const unknown = ofStaff()
      .map(({ operationId }) => operationId)
      .filter((id) => !Object.hasOwn(known, id) && !ofNoStore.has(id));
    expect(unknown, 'say in test/support/staff-walk.ts how to ask it').toEqual([]);
    const served = new Set(ofStaff().map(({ operationId }) => operationId));
    expect([...Object.keys(known), ...ofNoStore].filter((id) => !served.has(id))).toEqual([]);
  });

  it('is shut to staff of another store', { timeout: 60_000 }, async () => {
    expect(await letIn({ ...requestsOfStaff, ...requestsOfAllStores }, strangers)).toEqual([]);
  });

  it('lists nothing of another store', async () => {
    const lists = ofStaff().filter(({ method, path }) => method === 'GET' && !path.includes('{'));
    const told: string[] = [];
    for (const operation of lists) {
      for (const role of rolesOf(operation)) {
        const { status, text } = await strangers[role].get(operation.path);
        const seen = idsOf(things).filter((id) => text.includes(id));
        if (status >= 500 || seen.length > 0)
          told.push(`${operation.operationId} ${role}: ${text}`);
      }
    }
    expect(told).toEqual([]);
    expect(lists.length).toBeGreaterThan(10);
  });

  it('names a store of others as it does one that nobody has opened', async () => {
    const naming = Object.entries(requestsOfStaff).filter(([, request]) => {
      const { url, payload } = request(things);
      return `${String(url)} ${JSON.stringify(payload)}`.includes(things.shop.storeId);
    });
    const codes: Record<string, string> = {};
    for (const [id, request] of naming) {
      const operation = operations.find(({ operationId }) => operationId === id)!;
      const who = strangers[rolesOf(operation)[0]!];
      codes[id] = (await ask(larder, who, operation.method, request(things))).body?.code;
    }
    expect(codes).toEqual(Object.fromEntries(naming.map(([id]) => [id, 'store-not-found'])));
  });

  it('of what all stores share is shut to staff of some', async () => {
    expect(await letIn(requestsOfAllStores, own)).toEqual([]);
  });

  // Otherwise the walk would prove nothing: the requests might fail for everybody.
  it('is open to staff of the store', { timeout: 60_000 }, async () => {
    const everyRole = ofStaff()
      .filter(({ operationId }) => requestsOfStaff[operationId])
      .flatMap((operation) => rolesOf(operation).map((role) => `${operation.operationId} ${role}`));
    const opened = await letIn(requestsOfStaff, own);
    expect(namesOf(opened)).toEqual(everyRole.toSorted());
    const shared = Object.keys(requestsOfAllStores).map((id) => `${id} admin`);
    const all = await letIn(requestsOfAllStores, everywhere);
    expect(namesOf(all)).toEqual(shared.toSorted());
    expect([...opened, ...all].filter((each) => /: (400|401|5..)$/.test(each))).toEqual([]);
  });
});

const namesOf = (all: readonly string[]) => all.map((each) => each.split(':')[0]!).toSorted();

describe('a driver', () => {
  it('of another store is not given an order, whoever asks', async () => {
    const { shop, sku } = things;
    const elsewhere = await larder.person('driver');
    const other = await openShop(larder, { products: [] });
    await goOnDuty(elsewhere, other.storeId);
    const orderId = await shop.order(await larder.person('customer'), [[sku, 1]]);
    await shop.walkTo(orderId, 'accepted');
    const refused = await everywhere.dispatcher.post(`/v1/ops/orders/${orderId}/assign`, {
      driverId: await idOf(elsewhere),
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'driver-at-another-store']);
    const board = await wanted(200, everywhere.dispatcher.get('/v1/ops/board'));
    expect(board.unassigned.map(({ id }: { id: string }) => id)).toContain(orderId);
  });
});
