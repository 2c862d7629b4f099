// Invalid requests about notices and devices.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';
import { at, invalid, type Refused, refuses, unknownField } from './support/problems.js';

let larder: Larder;
let customer: Person;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open();
  [customer, admin] = await Promise.all([larder.person('customer'), larder.person('admin')]);
});
afterAll(() => larder?.close());

const choose = (body: object) => customer.put('/v1/me/notices', body);
const one = (choice: unknown) => choose({ kinds: [choice] });
const keep = (change: object, id: string = randomUUID()) =>
  customer.put(`/v1/me/devices/${id}`, { platform: 'ios', token: 'token', ...change });
const list = (query: string) => admin.get(`/v1/admin/notices?${query}`);
const placed = { kind: 'order_placed', channels: ['push'] };

const kinds = [
  undefined,
  null,
  'all',
  {},
  7,
  [7],
  [null],
  [[]],
  Array.from({ length: 9 }, () => placed),
];
const channels = [undefined, null, 'push', {}, [7], [null], ['pigeon'], ['log'], ['push', 'push']];
const tokens = [undefined, null, '', '  ', 7, [], {}, 'x'.repeat(4097), 'a\0b'];

refuses('choices with', [
  ...kinds.map((value): Refused => [
    `kinds ${JSON.stringify(value)?.slice(0, 40)}`,
    () => choose({ kinds: value }),
    ...invalid,
  ]),
  ...channels.map((value): Refused => [
    `channels ${JSON.stringify(value)}`,
    () => one({ ...placed, channels: value }),
    ...invalid,
  ]),
  ['a kind twice', () => choose({ kinds: [placed, placed] }), ...invalid, at('/kinds')],
  ['an unknown kind', () => one({ ...placed, kind: 'weather' }), ...invalid, at('/kinds/0/kind')],
  ['a kind of Object', () => one({ ...placed, kind: 'toString' }), ...invalid],
  [
    'an unknown language',
    () => choose({ language: 'tlh', kinds: [] }),
    ...invalid,
    at('/language'),
  ],
  ['an unknown field', () => choose({ kinds: [], mute: true }), ...unknownField, at('/mute')],
  ['one further in', () => one({ ...placed, x: 1 }), ...unknownField, at('/kinds/0/x')],
  [
    'no channel for a question',
    () => one({ kind: 'substitution_asked', channels: [] }),
    422,
    'notice-needed',
  ],
]);

refuses('a device with', [
  ...tokens.map((token): Refused => [
    `token ${JSON.stringify(token)?.slice(0, 20)}`,
    () => keep({ token }),
    ...invalid,
  ]),
  ...[undefined, null, 'nokia', 7].map((platform): Refused => [
    `platform ${JSON.stringify(platform)}`,
    () => keep({ platform }),
    ...invalid,
    at('/platform'),
  ]),
  ['an id that is none', () => keep({}, 'phone'), 400, 'invalid-id'],
  ['an unknown field', () => keep({ owner: 'me' }), ...unknownField, at('/owner')],
  [
    'an id of nobody’s',
    () => customer.delete(`/v1/me/devices/${randomUUID()}`),
    404,
    'device-not-found',
  ],
]);

refuses('a list of notices by', [
  ['an order that is no id', () => list('orderId=1'), ...invalid],
  ['an unknown kind', () => list('kind=weather'), ...invalid],
  ['an unknown state', () => list('state=sent,lost'), ...invalid],
  ['a cursor of another list', () => list('cursor=AAAA'), 400, 'invalid-cursor'],
  ['an unknown parameter', () => list('channel=sms'), ...unknownField],
]);

it('leaves nothing behind', async () => {
  const rows = await larder.app
    .get(Database)
    .query('SELECT account_id FROM notice_choices UNION ALL SELECT account_id FROM devices');
  expect(rows).toEqual([]);
});
