// Invalid requests of admins that open, edit and pause stores, and that say who works there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';
import { at, invalid, type Refused, refuses, unknownField } from './support/problems.js';

let larder: Larder;
let admin: Person;
let storeId: string;
let adminId: string;
let before: unknown;
const rows = () =>
  larder.app.get(Database).query(
    `SELECT (SELECT jsonb_agg(store ORDER BY id) FROM stores store) AS stores,
         (SELECT jsonb_agg(place ORDER BY account_id) FROM staff_stores place) AS staff,
         (SELECT count(*)::int FROM accounts) AS accounts`,
  );

beforeAll(async () => {
  larder = await Larder.open();
  admin = await larder.person('admin');
  storeId = (await admin.post('/v1/admin/stores', valid)).body.id;
  adminId = (await admin.get('/v1/me')).body.id;
  before = await rows();
});
afterAll(() => larder?.close());

const hours = { weekday: 1, opens: '08:00', closes: '22:00' };
const feast = { date: '2026-12-02', name: 'National Day', hours: [] };
const valid = {
  slug: 'valid',
  name: 'Valid',
  currency: 'AED',
  timeZone: 'Asia/Dubai',
  location: { lat: 25.1, lng: 55.2 },
  openingHours: [hours],
};
const open = (change: object) =>
  admin.post('/v1/admin/stores', { ...valid, slug: 'another', ...change });
const edit = (change: object, id = storeId, ifMatch = '"1"') =>
  admin.patch(`/v1/admin/stores/${id}`, change, { 'if-match': ifMatch });
const pause = (body: object, id = storeId) => admin.post(`/v1/admin/stores/${id}/pause`, body);
const openOn = (...openingHours: object[]) => open({ openingHours });
const feasts = (...holidays: unknown[]) => open({ holidays });

const without = (field: keyof typeof valid): Refused => [
  `no ${field}`,
  () => open({ [field]: undefined }),
  ...invalid,
  { errors: expect.arrayContaining([expect.objectContaining({ pointer: `/${field}` })]) },
];
const wrong = (field: string, ...values: unknown[]): Refused[] =>
  values.map((value) => [
    `${field} ${JSON.stringify(value)}`,
    () => open({ [field]: value }),
    ...invalid,
    {
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: expect.stringMatching(`^/${field}(/|$)`) }),
      ]),
    },
  ]);

refuses('a store with', [
  ...(Object.keys(valid) as (keyof typeof valid)[]).map(without),
  ...wrong('slug', '', 'Capital', 'two words', '-a', 'a--b', 'x'.repeat(81), randomUUID(), 7, null),
  ...wrong('name', '', 'x'.repeat(101), 7, null),
  ...wrong('currency', 'AAA', 'aed', 'EURO', '', 978, null, ['AED']),
  ...wrong('language', 'xx', 'english', 'de_AT', '', 'x'.repeat(40), 4, ['de']),
  ...wrong('timeZone', 'Mars/Olympus', '+04:00', 'Gulf', '', 4, null, ['Asia/Dubai']),
  ...wrong('location', null, [], 'here', {}, { lat: 91, lng: 0 }, { lat: 0, lng: 181 }),
  ...wrong('location', { lat: '25', lng: 55 }, { lat: null, lng: 55 }, { lat: 25 }),
  ...wrong('minimumBasketMinor', -1, 0.5, '10', 10 ** 12),
  ['an owner', () => open({ ownerId: randomUUID() }), ...unknownField, at('/ownerId')],
  ['a version', () => open({ version: 7 }), ...unknownField, at('/version')],
  ['a pause', () => open({ pause: { reason: 'x' } }), ...unknownField, at('/pause')],
]);

refuses('opening hours', [
  ...wrong(
    'openingHours',
    null,
    {},
    'always',
    [null],
    [[]],
    ['08:00'],
    Array.from({ length: 57 }, () => hours),
  ),
  ...[0, 8, 1.5, '1', null].map((weekday): Refused => [
    `on weekday ${JSON.stringify(weekday)}`,
    () => openOn({ ...hours, weekday }),
    ...invalid,
  ]),
  ...['8:00', '24:00', '25:00', '08:60', '08:00:00', '', 800, null].map((opens): Refused => [
    `from ${JSON.stringify(opens)}`,
    () => openOn({ ...hours, opens }),
    ...invalid,
    at('/openingHours/0/opens'),
  ]),
  ...['24:01', '7', '', null].map((closes): Refused => [
    `until ${JSON.stringify(closes)}`,
    () => openOn({ ...hours, closes }),
    ...invalid,
    at('/openingHours/0/closes'),
  ]),
  [
    'that close when they open',
    () => openOn(hours, { weekday: 2, opens: '08:00', closes: '08:00' }),
    ...invalid,
    { errors: [{ pointer: '/openingHours/1/closes', code: 'not-when-it-opens' }] },
  ],
  [
    'that overlap',
    () => openOn(hours, { ...hours, opens: '21:59', closes: '23:00' }),
    ...invalid,
    { errors: [{ pointer: '/openingHours', code: 'no-overlap' }] },
  ],
  [
    'that overlap the night before, over the end of the week',
    () =>
      openOn(
        { weekday: 7, opens: '18:00', closes: '02:00' },
        { weekday: 1, opens: '01:00', closes: '05:00' },
      ),
    ...invalid,
    at('/openingHours'),
  ],
  [
    'with a name',
    () => openOn({ ...hours, name: 'Day' }),
    ...unknownField,
    at('/openingHours/0/name'),
  ],
]);

refuses('holidays', [
  ...wrong('holidays', {}, 'all', [null], [[]], ['2026-12-02']),
  ...['2026-02-30', '2026-13-01', '02.12.2026', '2026-12-02T00:00:00Z', '', 20261202, null].map(
    (date): Refused => [`on ${JSON.stringify(date)}`, () => feasts({ ...feast, date }), ...invalid],
  ),
  ['without a name', () => feasts({ ...feast, name: undefined }), ...invalid],
  ['without hours', () => feasts({ ...feast, hours: undefined }), ...invalid],
  [
    'twice on a date',
    () => feasts(feast, { ...feast, name: 'Again' }),
    ...invalid,
    { errors: [{ pointer: '/holidays', code: 'array-unique' }] },
  ],
  [
    'with hours that overlap',
    () =>
      feasts({
        ...feast,
        hours: [
          { opens: '08:00', closes: '12:00' },
          { opens: '11:00', closes: '13:00' },
        ],
      }),
    ...invalid,
    at('/holidays/0/hours'),
  ],
  [
    'that close when they open',
    () => feasts({ ...feast, hours: [{ opens: '08:00', closes: '08:00' }] }),
    ...invalid,
    at('/holidays/0/hours/0/closes'),
  ],
  [
    'with a weekday',
    () => feasts({ ...feast, hours: [{ opens: '08:00', closes: '12:00', weekday: 1 }] }),
    ...unknownField,
    at('/holidays/0/hours/0/weekday'),
  ],
]);

refuses('an edit', [
  ['of the currency', () => edit({ currency: 'EUR' }), ...unknownField, at('/currency')],
  ['of the version', () => edit({ version: 9 }), ...unknownField, at('/version')],
  ['of half a place', () => edit({ location: { lat: 1 } }), ...invalid],
  ['to an unknown zone', () => edit({ timeZone: 'Mars/Olympus' }), ...invalid, at('/timeZone')],
  [
    'without If-Match',
    () => admin.patch(`/v1/admin/stores/${storeId}`, { name: 'x' }),
    428,
    'precondition-required',
  ],
  ['of an old version', () => edit({ name: 'x' }, storeId, '"7"'), 412, 'version-mismatch'],
  ['of no id', () => edit({ name: 'x' }, 'abc'), 400, 'invalid-id'],
  ['of no store', () => edit({ name: 'x' }, randomUUID()), 404, 'store-not-found'],
]);

refuses('a pause', [
  ...[undefined, '', 'x'.repeat(201), 7, null].map((reason): Refused => [
    `for ${JSON.stringify(reason)?.slice(0, 20)}`,
    () => pause({ reason }),
    ...invalid,
  ]),
  ...['tomorrow', '2099-02-30T08:00:00Z', '2099-01-01', '2099-01-01T08:00:00', 4e12, ''].map(
    (until): Refused => [
      `until ${JSON.stringify(until)}`,
      () => pause({ reason: 'x', until }),
      ...invalid,
      { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/until' })]) },
    ],
  ),
  [
    'until yesterday',
    () => pause({ reason: 'x', until: new Date(Date.now() - 86_400_000).toISOString() }),
    422,
    'pause-already-over',
  ],
  ['of no store', () => pause({ reason: 'x' }, randomUUID()), 404, 'store-not-found'],
  [
    'by nobody',
    () => larder.anyone.post(`/v1/admin/stores/${storeId}/pause`, { reason: 'x' }),
    401,
    'unauthenticated',
  ],
]);

const move = (body: object, id = adminId) => admin.patch(`/v1/admin/staff/${id}`, body);
const hire = (wish: object) =>
  admin.post('/v1/admin/drivers', {
    email: 'wei@shop.example',
    password: 'a long password',
    displayName: 'Wei',
    ...wish,
  });
const ofStaff = (field: string, ...values: unknown[]): Refused[] =>
  values.flatMap((value): Refused[] => {
    const pointer = expect.stringMatching(`^/${field}(/|$)`);
    const also = { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) };
    return [
      [`${field} ${JSON.stringify(value)}`, () => move({ [field]: value }), ...invalid, also],
      [
        `a driver's ${field} ${JSON.stringify(value)}`,
        () => hire({ [field]: value }),
        ...invalid,
        also,
      ],
    ];
  });
const many = Array.from({ length: 101 }, (_, n) => `store-${n}`);

refuses('staff with', [
  ...ofStaff('stores', 'valid', 7, {}, [7], [null], [''], [['valid']], ['x'.repeat(81)], many),
  ...ofStaff('allStores', 'yes', 1, []),
  ['all and some', () => move({ allStores: true, stores: ['valid'] }), ...invalid, at('/stores')],
  ['a store of nobody', () => move({ stores: ['valid', 'atlantis'] }), 404, 'store-not-found'],
  ['a driver of a store of nobody', () => hire({ stores: ['atlantis'] }), 404, 'store-not-found'],
  ['another role', () => move({ role: 'driver' }), ...unknownField, at('/role')],
  ['nobody there', () => move({ stores: [] }, randomUUID()), 404, 'staff-not-found'],
  ['no id', () => move({ stores: [] }, 'me'), 400, 'invalid-id'],
  ['by nobody', () => larder.anyone.get('/v1/admin/staff'), 401, 'unauthenticated'],
  ['a list of customers', () => admin.get('/v1/admin/staff?role=customer'), ...invalid],
  ['a list of no store', () => admin.get('/v1/admin/staff?store=no'), 404, 'store-not-found'],
]);

it('has changed nothing by all of this', async () => {
  expect(await rows()).toEqual(before);
});
