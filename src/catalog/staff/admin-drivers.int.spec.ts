import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../../test/support/larder.js';
import { goOnDuty } from '../../../test/support/people.js';
import { openShop, type Shop } from '../../../test/support/shop.js';

let larder: Larder;
let admin: Person;
let shop: Shop;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [] });
  admin = await larder.person('admin');
});
afterAll(() => larder?.close());

const driver = {
  email: 'Wei@Shop.example',
  password: 'a long password',
  displayName: 'Wei',
  phone: '+971501234567',
};

describe('a driver’s account', () => {
  it('is opened by an admin, and goes on shift', async () => {
    const opened = await admin.post('/v1/admin/drivers', driver);
    expect([opened.status, opened.headers['cache-control']]).toEqual([201, 'no-store']);
    const { email, password, displayName, phone } = driver;
    expect(opened.body).toEqual({
      id: expect.any(String),
      email: email.toLowerCase(),
      displayName,
      phone,
      role: 'driver',
      createdAt: expect.any(String),
      allStores: false,
      stores: [{ id: shop.storeId, slug: expect.any(String), name: 'Test Shop' }],
    });
    expect(await goOnDuty(await larder.login(email, password))).toBeGreaterThan(0);
  });

  it('is opened once', async () => {
    const again = await admin.post('/v1/admin/drivers', driver);
    expect([again.status, again.body.code]).toEqual([409, 'email-taken']);
  });

  it('has only the driver role, and a password that is long enough', async () => {
    const elsewhere = { ...driver, email: 'else@shop.example' };
    const promoted = await admin.post('/v1/admin/drivers', { ...elsewhere, role: 'admin' });
    expect([promoted.status, promoted.body.code]).toEqual([400, 'unknown-field']);
    const weak = await admin.post('/v1/admin/drivers', { ...elsewhere, password: 'short' });
    expect([weak.status, weak.body.code]).toEqual([400, 'validation-failed']);
  });
});
