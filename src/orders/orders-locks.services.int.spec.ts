import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder } from '../../test/support/larder.js';
import { Database } from '../platform/index.js';
import { OrderLifecycle } from './index.js';
import { ExpireUnacceptedJob } from './use-cases/expire-unaccepted.job.js';
import { openSlot } from '../../test/support/shop.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open({ demo: true });
});
afterAll(() => larder?.close());

it('locks slot before stock, when placing and expiring alike, and so never deadlocks', async () => {
  const database = larder.app.get(Database);
  const customer = await larder.person('customer');
  const [store] = (await larder.anyone.get('/v1/stores')).body.items;
  const [product] = (await larder.anyone.get('/v1/products?q=milk&inStock=true')).body.items;
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
  const slotId = await openSlot(larder, {
    storeId: store.id,
    startsAt: hours(5),
    endsAt: hours(6),
    cutoffAt: hours(4),
    capacity: 9,
  });
  const quote = await customer.post('/v1/quotes', {
    lines: [{ productId: product.id, quantity: 1 }],
    deliverTo: { line1: '1 Test Street', lat: 25.08, lng: 55.14 },
    slotId,
  });
  const placed = await customer.post(
    '/v1/orders',
    { quoteId: quote.body.id, paymentMethod: 'cash_on_delivery' },
    { 'idempotency-key': 'locks' },
  );
  expect(placed.status, placed.text).toBe(201);

  const moves = vi.spyOn(larder.app.get(OrderLifecycle), 'move');
  let expiry: Promise<void> | undefined;
  // Another customer places an order, slot before stock, while the first order expires.
  await database.manager.transaction(async (placing) => {
    await placing.query('UPDATE delivery_slots SET taken = taken + 1 WHERE id = $1', [slotId]);
    expiry = larder.app.get(ExpireUnacceptedJob).expire(placed.body.id);
    await eventually('the expiry waits for the slot', async () => {
      const [row] = await placing.query(
        `SELECT count(*) AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row.waiting === '1';
    });
    await placing.query(
      'UPDATE store_products SET reserved = reserved + 1 WHERE store_id = $1 AND product_id = $2',
      [store.id, product.id],
    );
  });
  await expiry;
  // A deadlock would have thrown above, or made the unit of work move the order again.
  expect(moves).toHaveBeenCalledTimes(1);
  const [slot] = await database.query('SELECT taken FROM delivery_slots WHERE id = $1', [slotId]);
  expect(slot).toEqual({ taken: 1 });
});
