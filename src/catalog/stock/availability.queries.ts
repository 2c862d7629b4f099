// The stock that shoppers are told, as SQL: now by the books, and later as holds expire.

/** The numbers of pieces or grams at which stock is low, unless the store sets another. */
export const lowStockAt = { each: 5, weight: 2000 } as const;

const lowAt = (soldBy: string, lowStock: string) =>
  `coalesce(${lowStock}, CASE ${soldBy} WHEN 'weight' THEN ${lowStockAt.weight}
    ELSE ${lowStockAt.each} END)`;

export const availability = (available: string, soldBy: string, lowStock: string) => `CASE
  WHEN ${available} <= 0 THEN 'out'
  WHEN ${available} <= ${lowAt(soldBy, lowStock)} THEN 'low'
  ELSE 'in' END`;

/** Neither reserved nor held stock, of the row `stocked` of a `product`. */
export const available = '(stocked.on_hand - stocked.reserved - stocked.held)';
const shelfLowAt = lowAt('product.sold_by', 'stocked.low_stock_at');

/** The availability of the row `stocked` of a `product` by its books: all its holds count. */
export const availabilityNow = availability(available, 'product.sold_by', 'stocked.low_stock_at');

/**
 * The moments at which a row `stocked` of a `product` stops being out, and stops being low, because
 * its holds expire; null where they change nothing.
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

/** The availability that a listing shows at a moment: expired holds no longer count. */
export const shownAt = (now: string, listing = 'listings') => `CASE
  WHEN ${listing}.low_until <= ${now} THEN 'in'
  WHEN ${listing}.out_until <= ${now} THEN 'low'
  ELSE ${listing}.availability END`;

/** When an expiring hold changes that availability; null for never. */
export const shownUntil = (now: string, listing = 'listings') => `CASE
  WHEN ${listing}.out_until > ${now} THEN ${listing}.out_until
  WHEN ${listing}.low_until > ${now} THEN ${listing}.low_until END`;

export const inStockAt = (now: string, listing = 'listings') =>
  `(${listing}.availability <> 'out'
    OR ${listing}.out_until IS NOT NULL AND ${listing}.out_until <= ${now})`;

/** When the next product of the store is in stock again, as holds expire; an index answers. */
export const nextInStock = (store: string, now: string) =>
  `SELECT min(out_until) FROM listings WHERE store_id = ${store} AND out_until > ${now}`;
