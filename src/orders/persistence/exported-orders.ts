export interface ExportedOrder {
  readonly id: string;
  readonly placedAt: Date;
}

/**
 * A page of the customer's orders as they are handed over to them, oldest first: $1 the customer, $2
 * and $3 `placedAt` and id of the last one before, or null. The PIN stays out: it is said at the door
 * of an order that is on its way, and GET /v1/orders/{id} shows it then.
 */
export const exportedOrders = `
  SELECT placed.id, number::text, store_id AS "storeId", placed.status,
    date_trunc('milliseconds', placed_at) AS "placedAt", delivered_at AS "deliveredAt",
    deliver_to AS "deliverTo", placed.currency, subtotal_minor::text AS "subtotalMinor", fees,
    total_minor::text AS "totalMinor", change_for_minor::text AS "changeForMinor",
    (SELECT jsonb_build_object('method', method, 'status', status, 'capturedMinor', captured_minor,
       'refundedMinor', refunded_minor) FROM payments WHERE order_id = placed.id) AS payment,
    (SELECT jsonb_agg(jsonb_build_object('sku', sku, 'name', name, 'quantity', quantity,
       'unit', unit, 'priceMinor', price_minor, 'totalMinor', line_total_minor,
       'taxRateBasisPoints', tax_rate_bp, 'note', note, 'preference', preference,
       'status', status, 'substitute', substitute) ORDER BY position)
     FROM order_lines WHERE order_id = placed.id) AS lines,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('note', note, 'photoReference', photo,
       'createdAt', created_at) ORDER BY created_at, id), '[]')
     FROM order_claims WHERE order_id = placed.id) AS claims
  FROM orders placed
  WHERE customer_id = $1
    AND ($2::timestamptz IS NULL
      OR (date_trunc('milliseconds', placed_at), placed.id) > ($2, $3::uuid))
  ORDER BY date_trunc('milliseconds', placed_at), placed.id LIMIT 50`;
