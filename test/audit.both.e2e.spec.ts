// Who did what, from where: what is noted of logins, edits and PINs, and what is not told.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditLines } from '../src/platform/audit/audit-lines.queries.js';
import { Database } from '../src/platform/index.js';
import { auditOf, countOf } from './support/audit.js';
import { Larder, type Person } from './support/larder.js';
import { productLimits } from './support/limits.js';
import { collect, goOnDuty, idOf, wanted } from './support/people.js';
import { fresh, openShop, type Shop } from './support/shop.js';

const password = 'a long password';
const canaries = {
  password: 'canary-password-3317',
  line1: 'Canary Row 4242',
  notes: 'canary notes 8812',
  phone: '+971501239876',
};

const logged: string[] = [];
let larder: Larder;
let shop: Shop;
let admin: Person;
let customer: Person;
const sku = fresh('AUDITED');

beforeAll(async () => {
  const log = { write: (line: string) => void logged.push(line) };
  const env = { ...productLimits, LOG_LEVEL: 'debug' };
  larder = await Larder.open({ env, log });
  shop = await openShop(larder, { products: [{ sku, stock: 100 }] });
  admin = await larder.person('admin');
  customer = await larder.person('customer');
}, 60_000);
afterAll(() => larder?.close());
afterEach(() => vi.restoreAllMocks());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  larder.app.get(Database).query<T>(text, values);

const lines: ReturnType<typeof auditOf> = (search) => auditOf(larder)(search);
const counted = (action: string, outcome: string) => countOf(larder, action, outcome);

const logIn = (email: string, tried: string, from: string) =>
  larder.send({
    method: 'POST',
    url: '/v1/auth/login',
    payload: { email, password: tried },
    remoteAddress: from,
  });

async function account(): Promise<{ email: string; id: string }> {
  const email = `${fresh('someone')}@audit.example`;
  const body = { email, password, displayName: 'Someone' };
  return { email, id: (await wanted(201, larder.anyone.post('/v1/auth/register', body))).id };
}

const pricePath = () => `/v1/admin/stores/${shop.storeId}/products/${shop.productId(sku)}/price`;
const price = (priceMinor: number) => ({ priceMinor, published: true });
const etag = async (path: string) => (await admin.get(path)).headers.etag!;

describe('a login', () => {
  it('is noted with account, address and request', async () => {
    const { email, id } = await account();
    const before = await counted('login', 'done');
    const answer = await logIn(email, password, '203.0.113.1');
    expect(answer.status).toBe(200);
    expect(await lines({ actorId: id, action: 'login' })).toEqual([
      expect.objectContaining({
        outcome: 'done',
        reason: null,
        actorId: id,
        actorRole: 'customer',
        address: '203.0.113.1',
        emailHash: null,
        requestId: answer.headers['x-request-id'],
        subjectType: 'session',
      }),
    ]);
    expect(await counted('login', 'done')).toBe(before + 1);
  });

  it('that is refused is noted with the account, or with the hash of an email of nobody', async () => {
    const { email, id } = await account();
    const stranger = `${fresh('nobody')}@audit.example`;
    const before = await counted('login', 'refused');
    for (const tried of [email, stranger, stranger]) {
      expect((await logIn(tried, canaries.password, '2001:db8::7')).status).toBe(401);
    }
    const refused = (await lines({ action: 'login' })).filter(
      ({ address }) => address === '2001:db8:0:0::/64',
    );
    expect(refused.map(({ outcome, reason }) => [outcome, reason])).toEqual(
      Array.from({ length: 3 }, () => ['refused', 'invalid-credentials']),
    );
    const [again, first, known] = refused;
    expect(known).toMatchObject({ actorId: id, actorRole: 'customer', emailHash: null });
    expect(first).toMatchObject({ actorId: null, actorRole: 'nobody' });
    expect(first!.emailHash).toMatch(/^[\w-]{43}$/);
    expect(again!.emailHash).toBe(first!.emailHash);
    expect(await counted('login', 'refused')).toBe(before + 3);
    const told = logged.filter((line) => line.includes(`"requestId":"${first!.requestId}"`));
    expect(told.filter((line) => line.includes('"outcome":"refused"'))).toHaveLength(1);
  });

  it('that comes too often has a line a minute, and counts each time', async () => {
    const { email } = await account();
    const before = await counted('login', 'limited');
    for (let n = 0; n < 8; n += 1) await logIn(email, `wrong ${n}`, '203.0.113.3');
    const ofAddress = (await lines({ action: 'login' })).filter(
      ({ address }) => address === '203.0.113.3',
    );
    expect(ofAddress.map(({ outcome }) => outcome).toSorted()).toEqual([
      'limited',
      ...Array.from({ length: 5 }, () => 'refused'),
    ]);
    expect(await counted('login', 'limited')).toBe(before + 3);
  });

  it('is answered as ever when its refusal cannot be noted', async () => {
    vi.spyOn(larder.app.get(AuditLines), 'add').mockRejectedValue(new Error('full'));
    const refused = await logIn('nobody@audit.example', 'wrong', '203.0.113.4');
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid-credentials']);
  });
});

describe('a session', () => {
  it('is noted when it ends, and when two have its refresh token', async () => {
    const { email, id } = await account();
    const { body } = await logIn(email, password, '203.0.113.5');
    const me = await larder.login(email, password);
    await me.put('/v1/me/password', { currentPassword: password, newPassword: `${password} 2` });
    await me.put('/v1/me/password', { currentPassword: 'wrong', newPassword: `${password} 3` });
    const again = (await logIn(email, `${password} 2`, '203.0.113.5')).body;
    await wanted(204, larder.anyone.post('/v1/auth/logout', { refreshToken: again.refreshToken }));
    const said = (await lines({ actorId: id })).map(
      ({ action, outcome }) => `${action} ${outcome}`,
    );
    expect(said.toReversed()).toEqual([
      'account.open done',
      'login done',
      'login done',
      'password.change done',
      'password.change refused',
      'login done',
      'logout done',
    ]);
    await sql(
      `UPDATE login_sessions SET ended_at = NULL, ended_why = NULL, generation = 3, rotated_at = now()
               WHERE account_id = $1`,
      [id],
    );
    const reused = await larder.anyone.post('/v1/auth/refresh', {
      refreshToken: body.refreshToken,
    });
    expect(reused.body.code).toBe('session-ended');
    const [line] = await lines({ actorId: id, action: 'refresh' });
    expect(line).toMatchObject({ outcome: 'refused', reason: 'reuse', actorRole: 'customer' });
  });
});

describe('an edit', () => {
  it('is noted with the fields that changed, before and after', async () => {
    const first = await wanted(
      200,
      admin.put(pricePath(), price(900), {
        'if-match': await etag(pricePath()),
      }),
    );
    await wanted(200, admin.put(pricePath(), price(950), { 'if-match': `"${first.version}"` }));
    const [line] = await lines({ action: 'price.set' });
    expect(line).toMatchObject({
      actorId: await idOf(admin),
      actorRole: 'admin',
      outcome: 'done',
      address: '127.0.0.1',
      subjectType: 'product',
      subjectId: shop.productId(sku),
      storeId: shop.storeId,
      before: { priceMinor: 900 },
      after: { priceMinor: 950 },
    });
  });

  it('that is refused has no line', async () => {
    const before = await lines({ action: 'price.set' });
    expect((await admin.put(pricePath(), price(1), { 'if-match': '"0"' })).status).toBe(412);
    expect(await lines({ action: 'price.set' })).toEqual(before);
  });

  it('does not happen without its line', async () => {
    const before = (await admin.get(pricePath())).body;
    const count = await counted('price.set', 'done');
    vi.spyOn(larder.app.get(AuditLines), 'add').mockRejectedValue(new Error('full'));
    const failed = await admin.put(pricePath(), price(1), { 'if-match': `"${before.version}"` });
    expect(failed.status).toBe(500);
    expect((await admin.get(pricePath())).body).toEqual(before);
    expect(await counted('price.set', 'done')).toBe(count);
  });

  it('of an account and of its stores is noted', async () => {
    const picker = await idOf(await larder.person('picker'));
    await wanted(200, admin.patch(`/v1/admin/staff/${picker}`, { stores: [shop.storeId] }));
    await wanted(200, admin.patch(`/v1/admin/accounts/${picker}`, { disabled: true }));
    const said = (await lines({ subjectId: picker })).map(({ action, before, after }) => ({
      action,
      before,
      after,
    }));
    expect(said.slice(0, 2)).toEqual([
      { action: 'account.access', before: { disabled: false }, after: { disabled: true } },
      { action: 'staff.stores', before: { stores: 'all' }, after: { stores: [shop.storeId] } },
    ]);
  });
});

describe('a role that may not call a route', () => {
  it('is counted, without a line', async () => {
    const [before, all] = [await counted('access', 'refused'), await lines()];
    expect((await customer.get('/v1/admin/audit')).status).toBe(403);
    expect(await counted('access', 'refused')).toBe(before + 1);
    expect(await lines()).toHaveLength(all.length);
  });
});

describe('the PIN', () => {
  it('is noted for each try, when it is locked, and when it is unlocked; and never told', async () => {
    const driver = await larder.person('driver');
    const { line1, notes, phone } = canaries;
    const quote = await wanted(
      201,
      customer.post('/v1/quotes', {
        store: shop.storeId,
        lines: [{ productId: shop.productId(sku), quantity: 1 }],
        deliverTo: { line1, notes, phone, lat: 0.5012345, lng: 0.5098765 },
      }),
    );
    const orderId = (await wanted(201, shop.place(customer, quote.id))).id;
    await shop.walkTo(orderId, 'ready');
    await goOnDuty(driver, shop.storeId);
    const { deliveryId } = await wanted(201, shop.assign(orderId, driver));
    await wanted(200, collect(driver, deliveryId));
    const pin = await shop.pinOf(deliveryId);
    const wrong = pin === '0000' ? '1111' : '0000';
    const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
    const cashCollectedMinor = items[0].cashToCollect.amountMinor;
    const hand = (tried: string) =>
      driver.post(`/v1/driver/deliveries/${deliveryId}/deliver`, {
        cashCollectedMinor,
        pin: tried,
      });
    for (let n = 0; n < 5; n += 1) expect((await hand(wrong)).status).toBe(422);
    expect((await hand(pin)).body.code).toBe('pin-locked');
    await wanted(200, admin.post(`/v1/ops/orders/${orderId}/unlock-pin`));
    await wanted(200, hand(pin));
    const of = (await lines({ subjectId: orderId })).toReversed();
    expect(of.map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([
      ...Array.from({ length: 5 }, () => ['pin.try', 'refused', 'wrong-pin']),
      ['pin.try', 'limited', 'pin-locked'],
      ['pin.unlock', 'done', null],
      ['pin.try', 'done', null],
    ]);
    expect(of[6]).toMatchObject({ before: { wrongTries: 5 }, after: { wrongTries: 0 } });
    expect(new Set(of.map(({ storeId }) => storeId))).toEqual(new Set([shop.storeId]));

    const [{ table }] = (await sql<{ table: string }>(
      `SELECT coalesce(json_agg(audit_log), '[]')::text AS table FROM audit_log`,
    )) as [{ table: string }];
    // Ids and hashes may hold any four digits.
    const places = ['0.5012345', '0.5098765', `"${pin}"`, `"${wrong}"`];
    const planted = [...Object.values(canaries), ...places, password, admin.token!];
    expect(table.length).toBeGreaterThan(1000);
    expect(planted.filter((one) => table.includes(one))).toEqual([]);
    const log = logged.join('');
    expect(log).toContain('pin-locked');
    expect(planted.filter((one) => log.includes(one))).toEqual([]);
  });
});
