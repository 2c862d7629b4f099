import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { idOf, wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let stranger: Person;
let picker: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, stranger] = await Promise.all([larder.person('customer'), larder.person('customer')]);
  ({ picker } = await shop.staff());
});
afterAll(() => larder?.close());

const order = (who = customer) => shop.order(who, [['THING', 1]]);
const one = (who: Person, id: string) => who.get(`/v1/orders/${id}`);

async function sqlOf(work: () => Promise<unknown>): Promise<number> {
  const before = larder.sqlForRequests;
  await work();
  return larder.sqlForRequests - before;
}

describe('an order that is read', () => {
  it('costs no SQL the second time, and shows every change the next time', async () => {
    const id = await order();
    await one(customer, id);
    expect(await sqlOf(() => one(customer, id))).toBe(0);
    await shop.walkTo(id, 'accepted');
    expect((await one(customer, id)).body.status).toBe('accepted');
    await shop.walkTo(id, 'picking');
    await one(customer, id);
    await shop.pickAll(id, picker);
    expect((await one(customer, id)).body.lines[0]).toMatchObject({
      status: 'found',
      pickedQuantity: 1,
    });
    await wanted(200, customer.post(`/v1/orders/${id}/request-cancel`, {}));
    expect((await one(customer, id)).body.timeline.at(-1).action).toBe('request-cancel');
  });

  it('looks like no order to anybody else, cached or not', async () => {
    const id = await order();
    const unknown = randomUUID();
    for (const round of ['miss', 'hit', 'after the owner']) {
      if (round === 'after the owner') await one(customer, id);
      const foreign = await one(stranger, id);
      const none = await one(stranger, unknown);
      expect([round, foreign.status, alike(foreign)]).toEqual([round, 404, alike(none)]);
    }
    // PostgreSQL does equal work for both, so that timing tells no difference.
    const [other, nobody] = [await order(), randomUUID()];
    expect(await sqlOf(() => one(stranger, other))).toBe(1);
    expect(await sqlOf(() => one(stranger, nobody))).toBe(1);
    expect(await sqlOf(() => one(stranger, other))).toBe(0);
    expect(await sqlOf(() => one(stranger, nobody))).toBe(0);
    expect((await one(picker, other)).body.id).toBe(other);
  });

  const alike = ({ body: { code, title, detail } }: Answer) => ({ code, title, detail });
});

describe('a customer’s orders', () => {
  it('come from the cache until one of them changes', async () => {
    const buyer = await larder.person('customer');
    const ids = [await order(buyer), await order(buyer), await order(buyer)];
    const list = async (query = '') => (await wanted(200, buyer.get(`/v1/orders${query}`))) as List;
    const first = await list('?limit=2');
    expect(idsOf(first)).toEqual([ids[2], ids[1]]);
    const next = `?limit=2&cursor=${first.nextCursor}`;
    expect(await list(next)).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
    expect(await sqlOf(() => list('?limit=2'))).toBe(0);
    expect(await sqlOf(() => list(next))).toBe(0);
    await wanted(200, buyer.post(`/v1/orders/${ids[0]}/cancel`, {}));
    expect((await list(next)).items[0]!.status).toBe('cancelled');
    const fourth = await order(buyer);
    expect(idsOf(await list('?limit=2'))).toEqual([fourth, ids[2]]);
    expect((await wanted(200, customer.get('/v1/orders'))).items).not.toContainEqual(
      expect.objectContaining({ id: fourth }),
    );
  });
});

describe('staff', () => {
  const find = (query: string, who = picker) => who.get(`/v1/admin/orders?${query}`);

  it('find orders by status, slot, customer and number, oldest first', async () => {
    const other = await openShop(larder, { products: [{ sku: 'OTHER', stock: 10 }] });
    const buyer = await larder.person('customer');
    const soon = await other.order(buyer, [['OTHER', 1]]);
    const slotted = await other.order(buyer, [['OTHER', 2]], { inSlot: true });
    const taken = await other.order(buyer, [['OTHER', 1]]);
    await other.walkTo(taken, 'accepted');
    const at = `store=${other.storeId}`;
    expect(idsOf((await find(at)).body)).toEqual([soon, slotted, taken]);
    expect(idsOf((await find(`${at}&status=placed`)).body)).toEqual([soon, slotted]);
    expect(idsOf((await find(`${at}&status=placed,accepted`)).body)).toHaveLength(3);
    expect(idsOf((await find(`slotId=${other.slotId}`)).body)).toEqual([slotted]);
    expect(idsOf((await find(`customerId=${await idOf(buyer)}&status=accepted`)).body)).toEqual([
      taken,
    ]);
    const { body } = await find(`slotId=${other.slotId}`);
    expect(body.items[0]).toMatchObject({
      slotId: other.slotId,
      lineCount: 1,
      openLineCount: 1,
      cancelRequested: false,
      paymentStatus: 'due_on_delivery',
    });
    expect(idsOf((await find(`number=${body.items[0].number}`)).body)).toEqual([slotted]);
  });

  it('page through a list only with cursors of that list', async () => {
    const first = (await find(`store=${shop.storeId}&limit=1`)).body as List;
    const second = await find(`store=${shop.storeId}&limit=1&cursor=${first.nextCursor}`);
    expect(second.status).toBe(200);
    expect(idsOf(second.body)).not.toEqual(idsOf(first));
    const foreign = await find(`status=placed&limit=1&cursor=${first.nextCursor}`);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'invalid-cursor']);
    expect((await find('status=fetched')).status).toBe(400);
    expect((await find('number=1.5')).status).toBe(400);
    expect((await find('', customer)).status).toBe(403);
  });
});

interface List {
  readonly items: readonly { readonly id: string; readonly status: string }[];
  readonly nextCursor: string | null;
}
const idsOf = ({ items }: List) => items.map(({ id }) => id);
