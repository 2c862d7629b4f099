// Customers without a password, who buy over HTTP from other processes.
import { randomUUID } from 'node:crypto';
import { AccessTokensService } from '../../src/accounts/access-tokens.service.js';
import { Database } from '../../src/platform/index.js';
import { Attempt } from './order-history.js';
import type { Larder } from './larder.js';
import { door, fresh, type Lines, type Shop } from './shop.js';

export async function buyers(larder: Larder, howMany: number): Promise<string[]> {
  const tokens = larder.app.get(AccessTokensService);
  const ids = Array.from({ length: howMany }, () => randomUUID());
  await registerAll(larder, ids);
  return Promise.all(
    ids.map(async (accountId) => {
      const identity = { accountId, role: 'customer' as const, sessionId: randomUUID() };
      return (await tokens.issue(identity)).accessToken;
    }),
  );
}

/** Straight into the table: registering hashes a password each time, and nobody logs in here. */
async function registerAll(larder: Larder, ids: readonly string[]): Promise<void> {
  await larder.app.get(Database).query(
    `INSERT INTO accounts (id, email, password_hash, display_name, role, created_at)
     SELECT id, id || '@test.example', 'none', 'Buyer', 'customer', now()
     FROM unnest($1::uuid[]) AS b (id)`,
    [ids],
  );
}

/** An order that only has to be sent; null when no quote came. */
export async function wish(
  address: string,
  shop: Shop,
  token: string,
  lines: Lines,
): Promise<Attempt | null> {
  try {
    const answer = await fetch(`${address}/v1/quotes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        store: shop.storeId,
        lines: lines.map(([sku, quantity]) => ({ productId: shop.productId(sku), quantity })),
        deliverTo: door,
      }),
    });
    if (answer.status !== 201) return null;
    return new Attempt(fresh('wish'), ((await answer.json()) as { id: string }).id, token);
  } catch {
    return null;
  }
}

/** Does the work for each item, at most this many at a time. */
export async function eachAtOnce<T, R>(
  atOnce: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
