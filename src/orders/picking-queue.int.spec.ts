import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';

const clock = new ManualClock(new Date());
const minute = 60_000;
let larder: Larder;
let shop: Shop;
let otherShop: Shop;
let customer: Person;
let picker: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '600' } });
  const products = [{ sku: 'THING', stock: 1000 }];
  const terms = { asap: { fromMinutes: 20, untilMinutes: 45 } };
  shop = await openShop(larder, { products, terms });
  otherShop = await openShop(larder, { products, terms });
  customer = await larder.person('customer');
  ({ picker } = await shop.staff());
});
afterAll(() => larder?.close());

const queue = (of: Shop, more = '') =>
  wanted(200, picker.get(`/v1/picking/orders?store=${of.storeId}${more}`));
const ids = (items: { id: string }[]) => items.map(({ id }) => id);
const order = (of: Shop, inSlot = false) => of.order(customer, [['THING', 1]], { inSlot });

it('shows a store its own orders, due first, in pages, and counts all of them', async () => {
  expect(await queue(shop)).toEqual({
    items: [],
    counts: { placed: 0, accepted: 0, picking: 0, late: 0, dueWithinHour: 0 },
    nextCursor: null,
  });
  // The slot ends in five hours: whatever is wanted soon comes before it, though ordered later.
  const inSlot = await order(shop, true);
  const soon = await order(shop);
  clock.advance(minute);
  const later = await order(shop);
  const elsewhere = await order(otherShop);
  await shop.walkTo(soon, 'accepted');
  await shop.walkTo(later, 'picking');

  const whole = await queue(shop);
  expect(ids(whole.items)).toEqual([soon, later, inSlot]);
  expect(whole.counts).toEqual({ placed: 1, accepted: 1, picking: 1, late: 0, dueWithinHour: 2 });
  expect(whole.items[0]).toMatchObject({
    dueAt: new Date(clock.now().getTime() + 44 * minute).toISOString(),
    openLineCount: 1,
  });
  expect(whole.items[2].dueAt).toBe(whole.items[2].slot.endsAt);
  expect(ids((await queue(otherShop)).items)).toEqual([elsewhere]);

  const first = await queue(shop, '&limit=2');
  expect([ids(first.items), first.counts]).toEqual([[soon, later], whole.counts]);
  // What is ordered meanwhile, and due sooner, is seen on the first page, and hides nothing here.
  const another = await order(shop);
  const second = await queue(shop, `&limit=2&cursor=${first.nextCursor}`);
  expect([ids(second.items), second.nextCursor]).toEqual([[another, inSlot], null]);

  clock.advance(45 * minute);
  const { counts } = await queue(shop);
  expect(counts).toEqual({ placed: 2, accepted: 1, picking: 1, late: 1, dueWithinHour: 2 });
  await shop.walkTo(soon, 'ready');
  expect((await queue(shop)).counts).toMatchObject({ accepted: 0, late: 0 });
});

it('asks which store, and refuses the cursor of another', async () => {
  const unsaid = await picker.get('/v1/picking/orders');
  expect([unsaid.status, unsaid.body.code]).toEqual([400, 'store-required']);
  const unknown = await picker.get('/v1/picking/orders?store=no-such');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'store-not-found']);
  const { nextCursor } = await queue(shop, '&limit=1');
  const foreign = `/v1/picking/orders?store=${otherShop.storeId}&cursor=${nextCursor}`;
  expect((await picker.get(foreign)).body.code).toBe('invalid-cursor');
});
