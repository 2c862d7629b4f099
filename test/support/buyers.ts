// Customers without a password, who buy over HTTP from other processes.
import { randomUUID } from 'node:crypto';
import { AccessTokensService } from '../../src/accounts/access-tokens.service.js';
import { Attempt } from './order-history.js';
import type { Larder } from './larder.js';
import { door, fresh, type Lines, type Shop } from './shop.js';

export async function buyers(larder: Larder, howMany: number): Promise<string[]> {
  const tokens = larder.app.get(AccessTokensService);
  return Promise.all(
    Array.from({ length: howMany }, async () => {
      const identity = { accountId: randomUUID(), role: 'customer' as const };
      return (await tokens.issue(identity)).accessToken;
    }),
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
