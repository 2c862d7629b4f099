// Invalid requests about deliveries: by admins who set them up, and by customers who order one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';
import { invalid, type Refused, refuses, unknownField } from './support/problems.js';

let larder: Larder;
let admin: Person;
let customer: Person;
let productId: string;
let zoneId: string;
let before: unknown;
const rows = () =>
  larder.app.get(Database).query(
    `SELECT (SELECT jsonb_agg(zone) FROM delivery_zones zone) AS zones,
       (SELECT jsonb_agg(terms) FROM delivery_terms terms) AS terms,
       (SELECT jsonb_agg(cart) FROM carts cart) AS carts,
       (SELECT count(*) FROM addresses) AS addresses,
       (SELECT count(*) FROM delivery_slots) AS slots, (SELECT count(*) FROM quotes) AS quotes,
       (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM stock_holds) AS holds`,
  );

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  [admin, customer] = await Promise.all([larder.demo('admin'), larder.demo('customer')]);
  productId = (await customer.get('/v1/products?inStock=true')).body.items[0].id;
  zoneId = (await admin.get('/v1/admin/zones')).body.items[0].id;
  before = await rows();
});
afterAll(() => larder?.close());

/** Among others, because a wrong type breaks several rules. */
const at = (pointer: string) => ({
  errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
});
const corner = (lat: unknown, lng: unknown) => ({ lat, lng });
const ring = [corner(0, 0), corner(0, 1), corner(1, 1)];
const crossed = [corner(0, 0), corner(1, 1), corner(1, 0), corner(0, 1)];
const draw = (change: object) => admin.post('/v1/admin/zones', { name: 'New', ring, ...change });
const redraw = (change: object, id = zoneId, version = '"1"') =>
  admin.patch(`/v1/admin/zones/${id}`, change, { 'if-match': version });

refuses('a zone with', [
  ...[
    undefined,
    null,
    [],
    'ring',
    ring.slice(1),
    [...ring.slice(1), ring[1]],
    crossed,
    [...ring, corner(91, 0)],
    [...ring, corner(0, 181)],
    [...ring, corner('2', 0)],
    [...ring, null],
    [corner(80, 0), corner(80, 120), corner(80, -120)],
    Array.from({ length: 201 }, (_, index) => corner(index / 10, index * index)),
  ].flatMap((wrong): Refused[] => [
    [`ring ${JSON.stringify(wrong)?.slice(0, 60)}`, () => draw({ ring: wrong }), ...invalid],
    [
      `hole ${JSON.stringify(wrong)?.slice(0, 60)}`,
      () => draw({ holes: [{ ring: wrong }] }),
      ...invalid,
    ],
  ]),
  ...['', 7, null, undefined, 'x'.repeat(101)].map((name): Refused => [
    `name ${JSON.stringify(name)?.slice(0, 20)}`,
    () => draw({ name }),
    ...invalid,
    at('/name'),
  ]),
  ...['priority', 'feeMinor', 'freeFromMinor'].flatMap((field) =>
    [-1, 1.5, '7', 1e12].map((value): Refused => [
      `${field} ${JSON.stringify(value)}`,
      () => draw({ [field]: value }),
      ...invalid,
      at(`/${field}`),
    ]),
  ),
  ['a price of its own', () => draw({ price: 1 }), ...unknownField, at('/price')],
  ['an unknown store', () => draw({ store: 'nowhere' }), 404, 'store-not-found'],
]);

refuses('an edit of a zone', [
  ['that crosses it', () => redraw({ ring: crossed }), ...invalid, at('/ring')],
  ['to no priority', () => redraw({ priority: 'none' }), ...invalid],
  ['of its store', () => redraw({ store: 'harbour' }), ...unknownField, at('/store')],
  ['of nothing that is there', () => redraw({}, randomUUID()), 404, 'zone-not-found'],
  ['of no id', () => redraw({}, 'abc'), 400, 'invalid-id'],
  ['of an old version', () => redraw({ priority: 1 }, zoneId, '"7"'), 412, 'version-mismatch'],
]);

const terms = {
  feeMinor: 900,
  asap: { fromMinutes: 30, untilMinutes: 60 },
  autoAccept: false,
  slotDays: 7,
  slotPlan: [],
};
const slot = { weekday: 1, opens: '10:00', closes: '12:00', cutoffMinutes: 60, capacity: 5 };
const say = (change: object, headers: Record<string, string> = { 'if-match': '"1"' }) =>
  admin.put('/v1/admin/stores/harbour/delivery-terms', { ...terms, ...change }, headers);
const plan = (change: object) => say({ slotPlan: [{ ...slot, ...change }] });

refuses('delivery terms with', [
  ...(Object.keys(terms) as (keyof typeof terms)[]).map((field): Refused => [
    `no ${field}`,
    () => say({ [field]: undefined }),
    ...invalid,
    at(`/${field}`),
  ]),
  ['a fee below nothing', () => say({ feeMinor: -1 }), ...invalid, at('/feeMinor')],
  [
    'bands that do not reach further',
    () => say({ bands: [1, 2, 2].map((upToM) => ({ upToM, feeMinor: 0 })) }),
    ...invalid,
    at('/bands'),
  ],
  ['half a small basket', () => say({ smallBasket: { belowMinor: 5 } }), ...invalid],
  [
    'a promise that ends before it begins',
    () => say({ asap: { fromMinutes: 30, untilMinutes: 30 } }),
    ...invalid,
    at('/asap/untilMinutes'),
  ],
  ['fifteen days of slots', () => say({ slotDays: 15 }), ...invalid, at('/slotDays')],
  ...Object.entries({
    weekday: 8,
    opens: '24:00',
    closes: '10:00',
    cutoffMinutes: -1,
    capacity: 0,
  }).map(([field, value]): Refused => [
    `a planned slot of ${field} ${value}`,
    () => plan({ [field]: value }),
    ...invalid,
    at(`/slotPlan/0/${field}`),
  ]),
  ['no If-Match', () => say({}, {}), 428, 'precondition-required'],
  ['an old If-Match', () => say({}, { 'if-match': '"9"' }), 412, 'version-mismatch'],
]);

const door = { line1: 'Pier Street 4', lat: 25.082, lng: 55.142 };
const quote = (change: object) =>
  customer.post('/v1/quotes', { lines: [{ productId, quantity: 1 }], deliverTo: door, ...change });
const wish = (change: object) => quote({ lines: [{ productId, quantity: 1, ...change }] });
const to = (addressId: string) => quote({ deliverTo: undefined, addressId });
const place = (more: object) =>
  customer.post(
    '/v1/orders',
    { quoteId: randomUUID(), paymentMethod: 'cash_on_delivery', ...more },
    { 'idempotency-key': randomUUID() },
  );

refuses('a quote with', [
  ...[-1, 0.5, '5', 1_000_001].map((tipMinor): Refused => [
    `a tip of ${JSON.stringify(tipMinor)}`,
    () => quote({ tipMinor }),
    ...invalid,
    at('/tipMinor'),
  ]),
  ['a tip of more than the goods', () => quote({ tipMinor: 1_000_000 }), 422, 'tip-too-large'],
  ['no address of mine', () => to(randomUUID()), 404, 'address-not-found'],
  ['no address id', () => to('home'), ...invalid, at('/addressId')],
  ['a door and an address', () => quote({ addressId: randomUUID() }), ...invalid, at('/deliverTo')],
  ['holdStock "yes"', () => quote({ holdStock: 'yes' }), ...invalid, at('/holdStock')],
  [
    'a choice of nothing',
    () => wish({ preference: 'chosen' }),
    ...invalid,
    at('/lines/0/preferredProductId'),
  ],
  [
    'a choice without choosing',
    () => wish({ preference: 'similar', preferredProductId: productId }),
    ...invalid,
    at('/lines/0/preferredProductId'),
  ],
  [
    'a choice that is not sold',
    () => wish({ preference: 'chosen', preferredProductId: randomUUID() }),
    422,
    'product-unavailable',
    at('/lines/0/preferredProductId'),
  ],
  [
    'a place nobody delivers to',
    () => quote({ deliverTo: { ...door, lat: 0 } }),
    422,
    'out-of-service-area',
  ],
]);

const keep = (change: object) => customer.post('/v1/me/addresses', { ...door, ...change });

refuses('an address with', [
  ...[undefined, null, '', 7, 'x'.repeat(201)].map((line1): Refused => [
    `line1 ${JSON.stringify(line1)?.slice(0, 20)}`,
    () => keep({ line1 }),
    ...invalid,
    at('/line1'),
  ]),
  ...[undefined, null, '25', 91].map((lat): Refused => [
    `lat ${JSON.stringify(lat)}`,
    () => keep({ lat }),
    ...invalid,
    at('/lat'),
  ]),
  ['a lng of 181', () => keep({ lng: 181 }), ...invalid, at('/lng')],
  ['a long label', () => keep({ label: 'x'.repeat(41) }), ...invalid, at('/label')],
  ['half a label', () => keep({ label: '\ud83d' }), ...invalid, at('/label')],
  ['long notes', () => keep({ notes: 'x'.repeat(301) }), ...invalid, at('/notes')],
  ['a phone of two digits', () => keep({ phone: '12' }), ...invalid, at('/phone')],
  ['isDefault 1', () => keep({ isDefault: 1 }), ...invalid, at('/isDefault')],
  ['leaveAtDoor "yes"', () => keep({ leaveAtDoor: 'yes' }), ...invalid, at('/leaveAtDoor')],
  ['an id', () => keep({ id: randomUUID() }), ...unknownField, at('/id')],
  ['an owner', () => keep({ accountId: randomUUID() }), ...unknownField, at('/accountId')],
]);

refuses('an order that expects', [
  ['a number', () => place({ expectedTotal: 17 }), ...invalid],
  [
    'half a fils',
    () => place({ expectedTotal: { amountMinor: 0.5, currency: 'AED' } }),
    ...invalid,
    at('/expectedTotal/amountMinor'),
  ],
  [
    'no currency',
    () => place({ expectedTotal: { amountMinor: 5, currency: 'XX' } }),
    ...invalid,
    at('/expectedTotal/currency'),
  ],
]);

it('has changed nothing by all of this', async () => {
  expect(await rows()).toEqual(before);
});
