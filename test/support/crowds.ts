// Many actors that want the same at once, and their answers.
import { ExpectedFailure } from '../../src/kernel/failure.js';
import type { Person } from './larder.js';
import type { Shop } from './shop.js';

/** One order that was placed and accepted, and copies of its row: enough to be assigned. */
export async function acceptedOrders(
  shop: Shop,
  customer: Person,
  sku: string,
  howMany: number,
): Promise<string[]> {
  const first = await shop.order(customer, [[sku, 1]]);
  await shop.walkTo(first, 'accepted');
  const columns = await shop.sql<{ name: string }>(
    `SELECT quote_ident(column_name) AS name FROM information_schema.columns
     WHERE table_name = 'orders' AND column_name NOT IN ('id', 'number', 'quote_id')`,
  );
  const list = columns.map(({ name }) => name).join(', ');
  const copies = await shop.sql<{ id: string }>(
    `INSERT INTO orders (id, quote_id, ${list})
     SELECT gen_random_uuid(), gen_random_uuid(), ${list}
     FROM orders, generate_series(2, $2) WHERE id = $1 RETURNING id`,
    [first, howMany],
  );
  return [first, ...copies.map(({ id }) => id)];
}

/** Counts the attempts: successes as `done`, refusals by code. */
export async function settled(attempts: readonly Promise<unknown>[]) {
  const counts: Record<string, number> = {};
  for (const each of await Promise.allSettled(attempts)) {
    const said = each.status === 'fulfilled' ? 'done' : codeOf(each.reason);
    counts[said] = (counts[said] ?? 0) + 1;
  }
  return counts;
}

/** The code of a refusal, or of PostgreSQL's error. */
export function codeOf(error: unknown): string {
  if (error instanceof ExpectedFailure) return error.definition.code;
  return (error as { driverError?: { code?: string } }).driverError?.code ?? String(error);
}

/** Holds everybody until this many have come: a race at its worst. */
export function barrier(howMany: number): () => Promise<void> {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let here = 0;
  return () => {
    if ((here += 1) === howMany) open();
    return opened;
  };
}

/** Runs the work without one of the indexes; afterwards all deliveries and offers are removed. */
export async function withoutIndex<T>(
  shop: Shop,
  index: string,
  work: () => Promise<T>,
): Promise<T> {
  const [row] = await shop.sql<{ create: string }>(
    'SELECT indexdef AS create FROM pg_indexes WHERE indexname = $1',
    [index],
  );
  await shop.sql(`DROP INDEX ${index}`);
  const result = await work();
  await forgetTrips(shop);
  await shop.sql(row!.create);
  return result;
}

/**
 * Removes all deliveries and offers. In one statement, whose first lock is the first of a job that
 * offers an order: no job can write an offer in between.
 */
export async function forgetTrips(shop: Shop): Promise<void> {
  await shop.sql('TRUNCATE dispatches, offers, deliveries, delivery_timeline');
}
