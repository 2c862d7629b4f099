// Answers to pickers who repeat a request, because they did not get the answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop, type Step } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
let picker: Person;
let otherPicker: Person;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [customer, otherPicker, admin] = await Promise.all([
    larder.person('customer'),
    larder.person('picker'),
    larder.person('admin'),
  ]);
  ({ picker } = await shop.staff());
});
afterAll(() => larder?.close());

const send = (who: Person, id: string, action: string) =>
  who.post(`/v1/picking/orders/${id}/${action}`);
const refusal = ({ status, body }: Answer) => `${status} ${body.code}`;
const written = (id: string) =>
  shop.sql(
    `SELECT version, (SELECT count(*) FROM order_timeline WHERE order_id = $1::uuid) AS steps,
       (SELECT count(*) FROM outbox WHERE aggregate_id = $1::text) AS facts
     FROM orders WHERE id = $1::uuid`,
    [id],
  );
async function orderThatIs(status: Step): Promise<string> {
  const id = await shop.order(customer, [['THING', 1]]);
  await shop.walkTo(id, status);
  return id;
}

describe('a repeated step of a picker', () => {
  it.each([
    ['accept', 'placed', 'accepted'],
    ['start', 'accepted', 'picking'],
    ['ready', 'picking', 'ready'],
    ['release', 'picking', 'accepted'],
  ] as const)('is not done again by the same %s', async (action, from, to) => {
    const id = await orderThatIs(from);
    if (action === 'ready') await shop.pickAll(id, picker);
    const first = await wanted(200, send(picker, id, action));
    expect(first.status).toBe(to);
    const before = await written(id);
    expect(await wanted(200, send(picker, id, action))).toEqual(first);
    expect(await written(id)).toEqual(before);
    for (const other of [otherPicker, ...(action === 'start' ? [] : [admin])]) {
      expect(refusal(await send(other, id, action))).toBe('409 illegal-transition');
    }
    expect(await written(id)).toEqual(before);
  });

  it('gets the same answer after steps on lines and a request to cancel', async () => {
    const id = await orderThatIs('picking');
    await shop.pickAll(id, picker);
    await wanted(200, customer.post(`/v1/orders/${id}/request-cancel`, {}));
    const before = await written(id);
    expect((await wanted(200, send(picker, id, 'start'))).lines[0].status).toBe('found');
    expect(await written(id)).toEqual(before);
  });

  it('gets the same answer where an empty bag cancelled the order', async () => {
    const id = await orderThatIs('picking');
    const { lines } = await wanted(200, picker.get(`/v1/orders/${id}`));
    const refund = { action: 'refund', reasonCode: 'not_wanted' };
    await wanted(200, picker.patch(`/v1/picking/orders/${id}/lines/${lines[0].id}`, refund));
    const first = await wanted(200, send(picker, id, 'ready'));
    expect(first.status).toBe('cancelled');
    expect(await wanted(200, send(picker, id, 'ready'))).toEqual(first);
  });

  it('is refused after a further step', async () => {
    const id = await orderThatIs('picking');
    expect(refusal(await send(picker, id, 'accept'))).toBe('409 illegal-transition');
    await wanted(200, send(picker, id, 'release'));
    // Its status is `accepted` again, because it was handed back.
    expect(refusal(await send(picker, id, 'accept'))).toBe('409 illegal-transition');
    await wanted(200, send(otherPicker, id, 'start'));
    expect(refusal(await send(picker, id, 'start'))).toBe('409 illegal-transition');
  });
});

it('leaves stock books that balance', () => expectBooksToBalance(larder));
