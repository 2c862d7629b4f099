// A customer's address book over HTTP, and its use in quotes and orders.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { door, fresh, openShop, type Shop } from '../../test/support/shop.js';

let larder: Larder;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
});
afterAll(() => larder?.close());

const book = '/v1/me/addresses';
const buyer = () => larder.person('customer');
const add = (who: Person, more: object = {}) => wanted(201, who.post(book, { ...door, ...more }));
const all = async (who: Person) => (await wanted(200, who.get(book))).items;
const refusal = ({ status, body }: Answer) => `${status} ${body.code}`;
const alike = ({ status, text, body }: Answer) => [
  status,
  text.replaceAll(/"requestId":"[^"]+"/g, '').replaceAll(body.instance, ''),
];
const quote = (who: Person, destination: object) =>
  who.post('/v1/quotes', {
    store: shop.storeId,
    lines: [{ productId: shop.productId('THING'), quantity: 1 }],
    ...destination,
  });

describe('an address book', () => {
  it('keeps what it was given, the default first', async () => {
    const who = await buyer();
    expect(await all(who)).toEqual([]);
    const plain = { notes: null, phone: null, leaveAtDoor: false, label: null };
    const first = await add(who);
    expect(first).toEqual({ ...door, ...plain, id: first.id, isDefault: true, version: 1 });
    const told = { label: 'Work', notes: 'Ring twice', phone: '+971501234567', leaveAtDoor: true };
    const second = await add(who, told);
    expect(second).toEqual({ ...door, ...told, id: second.id, isDefault: false, version: 1 });
    const third = await add(who, { isDefault: true });
    expect(await all(who)).toEqual([third, { ...first, isDefault: false, version: 2 }, second]);
    expect(await all(await buyer())).toEqual([]);
  });

  it('replaces all of an address', async () => {
    const who = await buyer();
    const [home, work] = [await add(who, { notes: 'Ring' }), await add(who, { label: 'Work' })];
    const put = (id: string, more: object, headers = {}) =>
      who.put(`${book}/${id}`, { ...door, ...more }, headers);
    const moved = await wanted(200, put(work.id, { lat: 0.25, isDefault: true }));
    expect(moved).toEqual({ ...work, label: null, lat: 0.25, isDefault: true, version: 2 });
    const [, former] = await all(who);
    expect(former).toEqual({ ...home, isDefault: false, version: 2 });
    expect(refusal(await put(home.id, {}, { 'if-match': '"1"' }))).toBe('412 version-mismatch');
    const kept = await wanted(200, put(home.id, { label: 'Home' }, { 'if-match': '"2"' }));
    expect(kept).toMatchObject({ label: 'Home', notes: null, isDefault: false, version: 3 });
    expect(await wanted(200, put(work.id, { isDefault: false }))).toMatchObject({ version: 3 });
    expect((await all(who)).map(({ isDefault }: Answer['body']) => isDefault)).toEqual([
      false,
      false,
    ]);
  });

  it('forgets an address; no other becomes the default', async () => {
    const who = await buyer();
    const [home, work] = [await add(who), await add(who)];
    const remove = (headers = {}) => who.delete(`${book}/${home.id}`, headers);
    expect(refusal(await remove({ 'if-match': '"7"' }))).toBe('412 version-mismatch');
    expect((await remove({ 'if-match': '"1"' })).status).toBe(204);
    expect(refusal(await remove())).toBe('404 address-not-found');
    expect(await all(who)).toEqual([work]);
  });

  it('adds once for one Idempotency-Key', async () => {
    const who = await buyer();
    const key = { 'idempotency-key': fresh('address') };
    const [first, again] = [await who.post(book, door, key), await who.post(book, door, key)];
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await all(who)).toHaveLength(1);
    const other = await who.post(book, { ...door, label: 'Other' }, key);
    expect(refusal(other)).toBe('422 idempotency-key-reused');
  });

  it('has room for twenty', async () => {
    const who = await buyer();
    for (let n = 0; n < 20; n += 1) await add(who);
    const full = await who.post(book, door);
    expect([refusal(full), full.body.limit]).toEqual(['409 address-book-full', 20]);
    const [, one] = await all(who);
    await who.delete(`${book}/${one.id}`);
    await add(who);
  });

  it('treats addresses of others like addresses that do not exist', async () => {
    const [owner, stranger] = [await buyer(), await buyer()];
    const [theirs, none] = [(await add(owner)).id, randomUUID()];
    const asks = [
      (id: string) => stranger.put(`${book}/${id}`, door),
      (id: string) => stranger.put(`${book}/${id}`, { ...door, isDefault: true }),
      (id: string) => stranger.put(`${book}/${id}`, door, { 'if-match': '"1"' }),
      (id: string) => stranger.delete(`${book}/${id}`),
      (id: string) => quote(stranger, { addressId: id }),
    ];
    for (const ask of asks) {
      const foreign = await ask(theirs);
      expect(refusal(foreign)).toBe('404 address-not-found');
      expect(alike(foreign)).toEqual(alike(await ask(none)));
    }
    expect(await all(owner)).toMatchObject([{ id: theirs, isDefault: true, version: 1 }]);
  });

  it('writes no fact: nobody else hears of an address', async () => {
    const who = await buyer();
    const count = () => shop.sql('SELECT count(*) FROM outbox');
    const before = await count();
    const { id } = await add(who);
    await wanted(200, who.put(`${book}/${id}`, door));
    await who.delete(`${book}/${id}`);
    expect(await count()).toEqual(before);
  });
});

describe('a quote', () => {
  it('goes to an address of the book, and the order stays there', async () => {
    const who = await buyer();
    const told = { notes: 'Ring twice', phone: '+971501234567', leaveAtDoor: true };
    const { id } = await add(who, { ...told, label: 'Home' });
    const quoted = await wanted(201, quote(who, { addressId: id }));
    await wanted(200, who.put(`${book}/${id}`, { ...door, line1: 'Elsewhere 1' }));
    const order = await wanted(201, shop.place(who, quoted.id));
    expect(order.deliverTo).toEqual({ ...door, ...told });
    const next = await wanted(201, quote(who, { addressId: id }));
    expect((await who.delete(`${book}/${id}`)).status).toBe(204);
    const { deliverTo } = await wanted(201, shop.place(who, next.id));
    expect(deliverTo.line1).toBe('Elsewhere 1');
    expect((await wanted(200, who.get(`/v1/orders/${order.id}`))).deliverTo).toEqual(
      order.deliverTo,
    );
  });

  it('is asked for one destination: neither none nor two', async () => {
    const who = await buyer();
    const { id } = await add(who);
    for (const destination of [{}, { deliverTo: door, addressId: id }]) {
      const { status, body } = await quote(who, destination);
      expect([status, body.code]).toEqual([400, 'validation-failed']);
      expect(body.errors).toContainEqual({
        pointer: '/deliverTo',
        code: 'one-destination',
        detail: 'send either deliverTo or addressId, not both',
      });
    }
    expect((await quote(who, { addressId: 'home' })).status).toBe(400);
    expect((await quote(who, { addressId: id, deliverTo: null })).status).toBe(201);
  });

  it('is refused for an address that the store does not deliver to', async () => {
    const who = await buyer();
    const { id } = await add(who, { lat: 60 });
    expect(refusal(await quote(who, { addressId: id }))).toBe('422 out-of-service-area');
  });
});
