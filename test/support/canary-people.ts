// Two hundred customers with an order each; all of their private data carries a mark: the canary.
import { randomBytes, randomUUID } from 'node:crypto';
import { AccessTokensService } from '../../src/accounts/access-tokens.service.js';
import { Database } from '../../src/platform/index.js';
import { type Larder, Person } from './larder.js';
import { wanted } from './people.js';
import { door, openShop } from './shop.js';

export interface Customer {
  /** In the name, the email, the address, the note and the driver's name. */
  readonly canary: string;
  readonly phone: string;
  readonly accountId: string;
  readonly driverId: string;
  readonly token: string;
  orderId: string;
  /** The ETag of the order's last tracking. */
  etag?: string;
}

/** Every customer's canaries and phone numbers. */
export const marks = /canary[0-9a-f]{16}|\+97150\d{7}/g;

export async function settle(larder: Larder, howMany: number): Promise<Customer[]> {
  const tokens = larder.app.get(AccessTokensService);
  const customers = await Promise.all(
    Array.from({ length: howMany }, async (_, n): Promise<Customer> => {
      const accountId = randomUUID();
      const { accessToken } = await tokens.issue({
        accountId,
        role: 'customer',
        sessionId: randomUUID(),
      });
      return {
        canary: `canary${randomBytes(8).toString('hex')}`,
        phone: `+97150${String(n).padStart(7, '0')}`,
        accountId,
        driverId: randomUUID(),
        token: accessToken,
        orderId: '',
      };
    }),
  );
  await registerAll(larder, customers);
  await orderAll(larder, customers);
  await assignAll(larder, customers);
  return customers;
}

/** Straight into the table: registering hashes a password each time, and nobody logs in here. */
async function registerAll(larder: Larder, customers: readonly Customer[]): Promise<void> {
  await larder.app.get(Database).query(
    `INSERT INTO accounts (id, email, password_hash, display_name, role, phone, created_at)
     SELECT customer, canary || '@test.example', 'none', canary, 'customer', phone, now()
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS c (customer, canary, phone)
     UNION ALL
     SELECT driver, canary || '@driver.example', 'none', canary, 'driver', NULL, now()
     FROM unnest($4::uuid[], $2::text[]) AS d (driver, canary)`,
    [
      customers.map(({ accountId }) => accountId),
      customers.map(({ canary }) => canary),
      customers.map(({ phone }) => phone),
      customers.map(({ driverId }) => driverId),
    ],
  );
}

async function orderAll(larder: Larder, customers: readonly Customer[]): Promise<void> {
  const products = Array.from({ length: 30 }, (_, n) => ({ sku: `THING-${n}`, stock: 100_000 }));
  const shop = await openShop(larder, { products });
  const waiting = [...customers];
  const lane = async () => {
    for (let customer = waiting.pop(); customer; customer = waiting.pop()) {
      const person = new Person(larder, customer.token);
      const { canary, phone } = customer;
      const quote = await wanted(
        201,
        person.post('/v1/quotes', {
          store: shop.storeId,
          lines: [{ productId: shop.productId('THING-1'), quantity: 1 }],
          deliverTo: { ...door, line1: `${canary} Street`, notes: `ask for ${canary}`, phone },
        }),
      );
      customer.orderId = (await wanted(201, shop.place(person, quote.id))).id;
    }
  };
  await Promise.all([1, 2, 3, 4].map(lane));
}

/** Each order has its own driver: the first name is the one private text in a tracking. */
async function assignAll(larder: Larder, customers: readonly Customer[]): Promise<void> {
  await larder.app.get(Database).query(
    `WITH assigned AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS a (driver_id, order_id)
     ), shift AS (
       INSERT INTO shifts (id, driver_id, epoch, started_at)
       SELECT gen_random_uuid(), driver_id, 1, now() FROM assigned RETURNING id, driver_id
     )
     INSERT INTO deliveries (id, order_id, driver_id, shift_id, status, assigned_by, assigned_at)
     SELECT gen_random_uuid(), order_id, driver_id, shift.id, 'assigned', driver_id, now()
     FROM assigned JOIN shift USING (driver_id)`,
    [customers.map(({ driverId }) => driverId), customers.map(({ orderId }) => orderId)],
  );
}
