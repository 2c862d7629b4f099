// What is told of a customer, and to whom: nothing to those who do not go there any more.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { goOnDuty, idOf, wanted } from '../../test/support/people.js';
import { fresh, openShop, type Shop } from '../../test/support/shop.js';

const clock = new ManualClock('2026-03-01T09:00:00Z');
const home = {
  line1: 'Pier Street 4',
  lat: 0.512345,
  lng: 0.523456,
  notes: 'Ring twice',
  phone: '+971501234567',
};

let larder: Larder;
let shop: Shop;
let customer: Person;
let admin: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 100 }] });
  customer = await larder.person('customer', 'Mina Haddad');
  admin = await larder.person('admin');
});
afterAll(() => larder?.close());

/** What an answer tells of the customer; the PIN too. */
async function told(text: string, deliveryId: string): Promise<string[]> {
  const secrets = [...Object.values(home).map(String), 'Mina', `"${await shop.pinOf(deliveryId)}"`];
  return secrets.filter((secret) => text.includes(secret));
}

async function ready(): Promise<string> {
  // The limits on how often one person asks go by this clock.
  clock.advance(30_000);
  const lines = [{ productId: shop.productId('THING'), quantity: 1 }];
  const quote = { store: shop.storeId, lines, deliverTo: home };
  const { id } = await wanted(201, customer.post('/v1/quotes', quote));
  const order = await wanted(201, shop.place(customer, id, fresh('key')));
  await shop.walkTo(order.id, 'ready');
  return order.id;
}

interface Trip {
  readonly orderId: string;
  readonly id: string;
  readonly driver: Person;
  readonly step: (action: string, body?: object) => ReturnType<Person['post']>;
}

async function trip(): Promise<Trip> {
  const orderId = await ready();
  const driver = await larder.person('driver', 'Dani');
  await goOnDuty(driver, shop.storeId);
  const { deliveryId: id } = await wanted(201, shop.assign(orderId, driver));
  const step = (action: string, body?: object) =>
    driver.post(`/v1/driver/deliveries/${id}/${action}`, body);
  return { orderId, id, driver, step };
}

const refused = { reasonCode: 'refused' };

/** Each end of a delivery, up to the step that its driver may send again. */
const ends: [string, (on: Trip) => Promise<[string, object?]>][] = [
  ['released', async ({ step }) => (await wanted(200, step('release')), ['release'])],
  [
    'delivered',
    async ({ id, driver, step }) => {
      await wanted(200, step('collect'));
      await wanted(200, shop.deliver(driver, id));
      return ['deliver', { cashCollectedMinor: 0 }];
    },
  ],
  [
    'failed',
    async ({ step }) => {
      await wanted(200, step('collect'));
      await wanted(200, step('fail', refused));
      return ['fail', refused];
    },
  ],
  [
    'on its way back',
    async ({ step }) => {
      await wanted(200, step('collect'));
      await wanted(200, step('fail', refused));
      await wanted(200, step('return'));
      return ['return'];
    },
  ],
  [
    'returned',
    async ({ step }) => {
      await wanted(200, step('collect'));
      await wanted(200, step('fail', refused));
      await wanted(200, step('return'));
      await wanted(200, step('arrive'));
      return ['arrive'];
    },
  ],
];

describe('a driver', () => {
  it.each(ends)('whose delivery is %s is told nothing of the customer', async (_, end) => {
    const on = await trip();
    const before = await on.driver.get('/v1/driver/deliveries');
    expect(before.body.items[0].deliverTo).toMatchObject(home);
    const again = await on.step(...(await end(on)));
    expect([again.status, again.body.deliverTo]).toEqual([200, null]);
    expect(await told(again.text, on.id)).toEqual([]);
    const list = await on.driver.get('/v1/driver/deliveries');
    expect([list.status, await told(list.text, on.id)]).toEqual([200, []]);
  });

  it('whose delivery somebody else has is told nothing of the customer', async () => {
    const on = await trip();
    const other = await larder.person('driver', 'Omar');
    await goOnDuty(other, shop.storeId);
    const given = { driverId: await idOf(other), replaces: on.id };
    await wanted(201, admin.post(`/v1/ops/orders/${on.orderId}/assign`, given));
    for (const action of ['release', 'collect', 'arrive', 'fail', 'deliver']) {
      const answer = await on.step(action, action === 'fail' ? refused : undefined);
      expect(await told(answer.text, on.id), `${action}: ${answer.text}`).toEqual([]);
    }
  });

  it('who goes there after all is told again', async () => {
    const { step } = await trip();
    await wanted(200, step('collect'));
    expect((await wanted(200, step('fail', refused))).deliverTo).toBeNull();
    expect((await wanted(200, step('resume'))).deliverTo).toMatchObject(home);
  });
});

describe('of an order', () => {
  it('pickers are told no door; other staff while it lives; the customer always', async () => {
    const { orderId, id, driver, step } = await trip();
    const { picker, dispatcher } = await shop.staff();
    const readers = { picker, dispatcher, admin, customer };
    const seen = async () => {
      const found: Record<string, string> = {};
      for (const [name, reader] of Object.entries(readers)) {
        const { text } = await reader.get(`/v1/orders/${orderId}`);
        const secrets = await told(text, id);
        found[name] = secrets.includes(home.line1) ? 'the door' : secrets.join();
      }
      return found;
    };
    const shown = 'the door';
    const alive = { picker: '', dispatcher: shown, admin: shown, customer: shown };
    expect(await seen()).toEqual(alive);
    await wanted(200, step('collect'));
    await wanted(200, shop.deliver(driver, id));
    expect(await seen()).toEqual({ ...alive, dispatcher: '', admin: '' });
  });
});
