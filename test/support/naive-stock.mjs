// A wrong Larder: it reads a value, and writes the result later. For tests that must notice.
import { OrderStock } from '../../dist/catalog/index.js';

OrderStock.prototype.reserve = async function readThenWrite(tx, storeId, demand) {
  for (const { productId, quantity } of demand) {
    const place = [storeId, productId];
    const [seen] = await tx.query(
      `SELECT reserved, on_hand - reserved - held AS available FROM store_products
       WHERE store_id = $1 AND product_id = $2`,
      place,
    );
    await tx.query('SELECT pg_sleep(0.02)');
    if (seen.available < quantity) continue;
    await tx.query(
      'UPDATE store_products SET reserved = $3 WHERE store_id = $1 AND product_id = $2',
      [...place, seen.reserved + quantity],
    );
  }
};

// Not dist/main.js: bundled, it has a class of its own.
const { start } = await import('../../dist/start.js');
const { serve } = await import('../../dist/serve.js');
await start(serve);
