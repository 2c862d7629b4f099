// What the races would do to payments that are read and then written, without the order's lock.
import type { Database } from '../../src/platform/index.js';

export async function openNaivePayments(database: Database): Promise<void> {
  await database.query('CREATE TABLE naive_payments (id int PRIMARY KEY, status text)');
  await database.query(
    "INSERT INTO naive_payments SELECT n, 'pending' FROM generate_series(0, 99) n",
  );
}

/** True for whoever believes to have placed the order. */
export async function naiveAuthorize(database: Database, id: number): Promise<boolean> {
  const [seen] = await database.query<{ status: string }>(
    'SELECT status FROM naive_payments WHERE id = $1',
    [id],
  );
  if (seen?.status !== 'pending') return false;
  await database.query("UPDATE naive_payments SET status = 'authorized' WHERE id = $1", [id]);
  return true;
}
