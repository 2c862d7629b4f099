// What shoppers are told of how much a store has, as SQL: by the books, and as its holds expire.

/** Pieces, or grams of goods sold by weight, at which stock is low where nobody said otherwise. */
export const lowStockAt = { each: 5, weight: 2000 } as const;

const lowAt = (soldBy: string, lowStock: string) =>
  `coalesce(${lowStock}, CASE ${soldBy} WHEN 'weight' THEN ${lowStockAt.weight}
    ELSE ${lowStockAt.each} END)`;

export const availability = (available: string, soldBy: string, lowStock: string) => `CASE
  WHEN ${available} <= 0 THEN 'out'
  WHEN ${available} <= ${lowAt(soldBy, lowStock)} THEN 'low'
  ELSE 'in' END`;

/** Of the row `stocked` of a `product`: what nobody has reserved or held. */
export const available = '(stocked.on_hand - stocked.reserved - stocked.held)';
const shelfLowAt = lowAt('product.sold_by', 'stocked.low_stock_at');

/** The state of the row `stocked` of a `product` by its books: all of its holds count. */
export const availabilityNow = availability(available, 'product.sold_by', 'stocked.low_stock_at');

/**
 * The moments from which on a row `stocked` of a `product` is out no longer, and low no longer,
 * because its holds expire: null where they change nothing.
 */
export const expiries = `CROSS JOIN LATERAL (
    SELECT min(expires_at) FILTER (WHERE ${available} <= 0 AND ${available} + freed > 0)
        AS out_until,
      min(expires_at) FILTER (
        WHERE ${available} <= ${shelfLowAt} AND ${available} + freed > ${shelfLowAt}) AS low_until
    FROM (SELECT expires_at, sum(quantity) OVER (ORDER BY expires_at) AS freed
          FROM stock_holds hold
          WHERE stocked.held > 0 AND hold.store_id = stocked.store_id
            AND hold.product_id = stocked.product_id) hold
  ) expiring`;

/** What a listing shows at a moment: an expired hold counts no more, cleared away or not. */
export const shownAt = (now: string, listing = 'listings') => `CASE
  WHEN ${listing}.low_until <= ${now} THEN 'in'
  WHEN ${listing}.out_until <= ${now} THEN 'low'
  ELSE ${listing}.availability END`;

/** Until when it shows that, if nobody writes; null for ever. */
export const shownUntil = (now: string, listing = 'listings') => `CASE
  WHEN ${listing}.out_until > ${now} THEN ${listing}.out_until
  WHEN ${listing}.low_until > ${now} THEN ${listing}.low_until END`;

export const inStockAt = (now: string, listing = 'listings') =>
  `(${listing}.availability <> 'out'
    OR ${listing}.out_until IS NOT NULL AND ${listing}.out_until <= ${now})`;

/** When the next product of a store is in stock again because holds expire: the index knows. */
export const nextInStock = (store: string, now: string) =>
  `SELECT min(out_until) FROM listings WHERE store_id = ${store} AND out_until > ${now}`;
