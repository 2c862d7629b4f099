import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../kernel/clock.js';
import { Database } from '../../platform/index.js';
import { Larder, type Person } from '../../../test/support/larder.js';
import { goOnDuty, idOf, wanted } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

const path = '/v1/admin/staff';
const clock = new ManualClock('2026-03-01T09:00:00Z');

let larder: Larder;
let [harbour, marina]: Shop[] = [];
/** Of every store, and of the harbour alone. */
let chief: Person;
let manager: Person;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  harbour = await openShop(larder, { products: [{ sku: 'THING', stock: 50 }] });
  marina = await openShop(larder, { products: [] });
  chief = await larder.person('admin');
  manager = await larder.person('admin', 'manager', [harbour.storeId]);
});
afterAll(() => larder?.close());

const move = async (by: Person, who: Person, wish: object) =>
  by.patch(`${path}/${await idOf(who)}`, wish);
const queueOf = (shop: Shop, picker: Person) =>
  picker.get(`/v1/picking/orders?store=${shop.storeId}`);
const codeOf = ({ status, body }: { status: number; body: any }) => `${status} ${body?.code}`;

describe('who works where', () => {
  it('is changed by an admin, and holds from the next request', async () => {
    const picker = await larder.person('picker', 'Paula', [harbour!.storeId]);
    expect((await queueOf(harbour!, picker)).status).toBe(200);
    expect(codeOf(await queueOf(marina!, picker))).toBe('404 store-not-found');
    const moved = await move(chief, picker, { stores: [marina!.storeId] });
    expect([moved.status, moved.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(moved.body).toMatchObject({
      role: 'picker',
      displayName: 'Paula',
      allStores: false,
      stores: [{ id: marina!.storeId, name: 'Test Shop' }],
    });
    expect((await queueOf(marina!, picker)).status).toBe(200);
    expect(codeOf(await queueOf(harbour!, picker))).toBe('404 store-not-found');
    expect((await move(chief, picker, { allStores: true })).body).toMatchObject({
      allStores: true,
      stores: [],
    });
    expect((await queueOf(harbour!, picker)).status).toBe(200);
    expect((await move(chief, picker, { stores: [] })).body).toMatchObject({ allStores: false });
    expect(codeOf(await queueOf(harbour!, picker))).toBe('404 store-not-found');
  });

  it('stays as it is where nothing is said', async () => {
    const picker = await larder.person('picker', 'Pat', [harbour!.storeId]);
    for (const wish of [{}, { allStores: false }]) {
      expect((await move(chief, picker, wish)).body).toMatchObject({
        allStores: false,
        stores: [{ id: harbour!.storeId }],
      });
    }
  });

  it.each([
    ['both', () => ({ allStores: true, stores: [harbour!.storeId] }), '400 validation-failed'],
    ['an unknown store', () => ({ stores: ['atlantis'] }), '404 store-not-found'],
    ['a text', () => ({ stores: 'harbour' }), '400 validation-failed'],
    ['no text', () => ({ stores: [7] }), '400 validation-failed'],
    ['a role', () => ({ role: 'admin' }), '400 unknown-field'],
  ])('is not changed by %s', async (_, wish, refusal) => {
    const picker = await larder.person('picker', 'Pit', [harbour!.storeId]);
    expect(codeOf(await move(chief, picker, wish()))).toBe(refusal);
    expect((await queueOf(harbour!, picker)).status).toBe(200);
  });

  it('is asked of nobody but staff', async () => {
    const customer = await larder.person('customer');
    expect(codeOf(await move(chief, customer, { allStores: true }))).toBe('404 staff-not-found');
    const nobody = await chief.patch(`${path}/${randomUUID()}`, { allStores: true });
    expect(codeOf(nobody)).toBe('404 staff-not-found');
  });

  it('is, without an answer of the database, known of the last minute alone', async () => {
    const picker = await larder.person('picker', 'Pim', [harbour!.storeId]);
    await queueOf(harbour!, picker);
    // As another process would do it.
    await larder.app
      .get(Database)
      .query(`UPDATE staff_stores SET store_ids = '{}' WHERE account_id = $1`, [
        await idOf(picker),
      ]);
    clock.advance(59_000);
    expect((await queueOf(harbour!, picker)).status).toBe(200);
    clock.advance(1000);
    expect(codeOf(await queueOf(harbour!, picker))).toBe('404 store-not-found');
  });
});

describe('an admin of some stores', () => {
  it('hires for them alone', async () => {
    const hire = (wish: object) =>
      manager.post('/v1/admin/drivers', {
        email: `${randomUUID()}@shop.example`,
        password: 'a long password',
        displayName: 'Wei',
        ...wish,
      });
    const codes = [
      codeOf(await hire({ stores: [marina!.storeId] })),
      codeOf(await hire({ allStores: true })),
    ];
    expect(codes).toEqual(['404 store-not-found', '403 forbidden']);
    const { stores } = await wanted(201, hire({}));
    expect(stores).toMatchObject([{ id: harbour!.storeId }]);
  });

  it('moves neither people of others, nor anybody, themselves included, beyond them', async () => {
    const theirs = await larder.person('picker', 'A', [harbour!.storeId]);
    const shared = await larder.person('picker', 'B', [harbour!.storeId, marina!.storeId]);
    const wish = { stores: [harbour!.storeId] };
    expect((await move(manager, theirs, wish)).status).toBe(200);
    expect(codeOf(await move(manager, shared, wish))).toBe('404 staff-not-found');
    expect(codeOf(await move(manager, chief, wish))).toBe('404 staff-not-found');
    const beyond = { stores: [marina!.storeId] };
    expect(codeOf(await move(manager, theirs, beyond))).toBe('404 store-not-found');
    expect(codeOf(await move(manager, manager, { allStores: true }))).toBe('403 forbidden');
  });
});

describe('the list of staff', () => {
  const ids = async (by: Person, query: string): Promise<string[]> =>
    (await wanted(200, by.get(`${path}?limit=100${query}`))).items.map((one: any) => one.id);

  it('has everybody of staff page by page, by role and by store', async () => {
    const all = await ids(chief, '');
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = await wanted(200, chief.get(`${path}?limit=3${cursor}`));
      paged.push(...page.items.map((one: any) => one.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    const staff = await harbour!.sql(`SELECT FROM accounts WHERE role <> 'customer'`);
    expect(all.length).toBe(staff.length);

    const driver = await larder.person('driver', 'Dani', [marina!.storeId]);
    const dani = await idOf(driver);
    expect(await ids(chief, '&role=driver')).toContain(dani);
    expect(await ids(chief, '&role=picker')).not.toContain(dani);
    expect(await ids(chief, `&store=${marina!.storeId}`)).toContain(dani);
    expect(await ids(chief, `&store=${harbour!.storeId}`)).not.toContain(dani);
    expect(await ids(chief, `&store=${marina!.storeId}`)).toContain(await idOf(chief));
  });

  it('has, for an admin of some stores, those who work nowhere else', async () => {
    const seen = await ids(manager, '');
    const dani = await idOf(await larder.person('driver', 'Dani', [marina!.storeId]));
    expect(seen).toContain(await idOf(manager));
    expect(seen).not.toContain(await idOf(chief));
    expect(await ids(manager, '')).not.toContain(dani);
  });

  it('is of one query: its cursors are no others’', async () => {
    const { nextCursor } = await wanted(200, chief.get(`${path}?limit=1`));
    const other = await chief.get(`${path}?limit=1&role=driver&cursor=${nextCursor}`);
    expect(codeOf(other)).toBe('400 invalid-cursor');
    expect(codeOf(await chief.get(`${path}?role=customer`))).toBe('400 validation-failed');
  });
});

describe('the cost', () => {
  it('of a poll and a ping is no statement; of staff one a minute', async () => {
    const customer = await larder.person('customer');
    const driver = await larder.person('driver', 'Di', [harbour!.storeId]);
    const dispatcher = await larder.person('dispatcher', 'Su', [harbour!.storeId]);
    const orderId = await harbour!.order(customer, [['THING', 1]]);
    const epoch = await goOnDuty(driver);
    const poll = (who: Person) => who.get(`/v1/orders/${orderId}/tracking`);
    let seq = 0;
    const ping = () =>
      driver.post('/v1/driver/location', {
        epoch,
        fixes: [{ seq: (seq += 1), recordedAt: clock.now().toISOString(), lat: 0.4, lng: 0.4 }],
      });
    const cost = async (ask: () => Promise<{ status: number }>) => {
      const before = larder.sqlForRequests;
      expect((await ask()).status).toBe(200);
      return larder.sqlForRequests - before;
    };
    await poll(customer);
    await ping();
    clock.advance(61_000);
    expect(await cost(() => poll(customer))).toBe(0);
    expect(await cost(ping)).toBe(0);
    expect(await cost(() => poll(dispatcher))).toBeGreaterThan(0);
    expect(await cost(() => poll(dispatcher))).toBe(0);
    clock.advance(61_000);
    expect(await cost(() => poll(dispatcher))).toBe(1);
  });
});
