import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/index.js';
import { StoreLanguages } from '../stores/store-languages.queries.js';
import { expiries, availabilityNow } from '../stock/availability.queries.js';

/** Keeps the read table for shoppers in step with the tables that it is derived from. */
@Injectable()
export class ListingWriter {
  constructor(private readonly languages: StoreLanguages) {}

  /**
   * Rebuilds the rows of these products, in one store or in all. Products that are retired or not
   * published have no row. `now` decides which sale prices hold.
   */
  async rebuild(
    tx: Transaction,
    productIds: readonly string[],
    now: Date,
    storeId: string | null = null,
  ): Promise<void> {
    await this.languages.hold(tx);
    // Locks the rows before reading them, lest two writers each list them without the other's
    // change. In SKU order, as orders lock them, so that there is no deadlock.
    await tx.query(
      `SELECT FROM store_products stocked JOIN products product ON product.id = stocked.product_id
       WHERE stocked.product_id = ANY($1) AND ($2::uuid IS NULL OR stocked.store_id = $2)
       ORDER BY product.sku COLLATE "C", stocked.store_id FOR NO KEY UPDATE OF stocked`,
      [productIds, storeId],
    );
    await tx.query(
      `WITH gone AS (
         DELETE FROM listings listing
         USING products product, store_products stocked
         WHERE listing.product_id = ANY($1) AND ($2::uuid IS NULL OR listing.store_id = $2)
           AND product.id = listing.product_id
           AND stocked.product_id = listing.product_id AND stocked.store_id = listing.store_id
           AND (product.retired_at IS NOT NULL OR NOT stocked.published)
         RETURNING ${saying('listing')})
       DELETE FROM listed_words listed USING gone, words_of_listing(search_text, places) said
       WHERE (listed.store_id, listed.word, listed.product_id)
         = (gone.store_id, said.word, gone.product_id)`,
      [productIds, storeId],
    );
    await tx.query(
      `WITH old AS MATERIALIZED (
         SELECT ${saying('listings')} FROM listings
         WHERE product_id = ANY($1) AND ($2::uuid IS NULL OR store_id = $2)
       ), written AS (
         INSERT INTO listings AS listing (${columns.join(', ')})
         SELECT ${columns.map((column) => `fresh.${column}`).join(', ')} FROM (${freshRows}) fresh
         ON CONFLICT (store_id, product_id) DO UPDATE SET
           ${changing.map((column) => `${column} = excluded.${column}`).join(', ')}
         RETURNING ${saying('listing')}
       ), changed AS MATERIALIZED (
         SELECT written.*, old.search_text AS old_text, old.places AS old_places
         FROM written LEFT JOIN old USING (store_id, product_id)
         WHERE (old.search_text, old.places) IS DISTINCT FROM (written.search_text, written.places)
       ), said AS MATERIALIZED (
         SELECT store_id, word, product_id FROM changed, words_of_listing(search_text, places)
       ), unsaid AS MATERIALIZED (
         SELECT store_id, word, product_id FROM changed, words_of_listing(old_text, old_places)
         WHERE old_text IS NOT NULL
       ), forgotten AS (
         DELETE FROM listed_words listed USING (TABLE unsaid EXCEPT TABLE said) unsaid
         WHERE (listed.store_id, listed.word, listed.product_id)
           = (unsaid.store_id, unsaid.word, unsaid.product_id)
       ), learnt AS (
         INSERT INTO listed_words TABLE said EXCEPT TABLE unsaid ON CONFLICT DO NOTHING
       )
       -- Sorted, so that two writers of the same new words wait for each other and never deadlock.
       INSERT INTO spellings
       SELECT DISTINCT word FROM said
       WHERE length(word) > 2 AND word !~ '[0-9]'
         AND NOT EXISTS (SELECT FROM spellings known WHERE known.word = said.word)
       ORDER BY word ON CONFLICT DO NOTHING`,
      [productIds, storeId, now],
    );
  }
}

/** What decides the words that a listing says: its text, and the names of where it stands. */
const saying = (listing: string) =>
  `${listing}.store_id, ${listing}.product_id, ${listing}.search_text, concat_ws(' ',
     ${listing}.category_name, ${listing}.department_name, ${listing}.aisle_name) AS places`;

const columns = [
  'store_id',
  'product_id',
  'sku',
  'barcode',
  'slug',
  'name',
  'brand',
  'image',
  'size_label',
  'size_count',
  'size_amount',
  'size_unit',
  'size_approximate',
  'sold_by',
  'minimum_age',
  'limit_per_order',
  'dietary',
  'allergens',
  'price_minor',
  'regular_price_minor',
  'on_sale',
  'sale_until',
  'unit_price_minor',
  'unit_price_per',
  'availability',
  'out_until',
  'low_until',
  'listed_at',
  'category_id',
  'category_name',
  'category_slug',
  'department_id',
  'department_name',
  'department_slug',
  'aisle_id',
  'aisle_slug',
  'aisle_name',
  'shelf_id',
  'sort_name',
  'search_text',
  'search_words',
] as const;
const changing = columns.filter((column) => column !== 'store_id' && column !== 'product_id');

/** The price of one kilogram, litre or piece, in minor units, rounded half up. */
const unitPrice = `CASE
  WHEN product.sold_by = 'weight' THEN current.price_minor
  WHEN product.size_unit = 'each' THEN round(current.price_minor / (product.size_count * product.size_amount))
  WHEN product.size_unit IS NOT NULL
    THEN round(current.price_minor * 1000 / (product.size_count * product.size_amount))
  END`;
const unitPricePer = `CASE
  WHEN product.sold_by = 'weight' OR product.size_unit = 'g' THEN 'kg'
  WHEN product.size_unit = 'ml' THEN 'l'
  WHEN product.size_unit = 'each' THEN 'each'
  END`;

/**
 * A key takes longer than the rest of a row: it stays while the name does. Processes of the release
 * before have written keys without the letter that parts the levels.
 */
const sortName = `CASE WHEN old.name = product.name AND position(chr(1) IN old.sort_name) > 0
  THEN old.sort_name ELSE sort_key(product.name, alphabet) END`;

const freshRows = `
  SELECT stocked.store_id, product.id AS product_id, product.sku, product.barcode, product.slug,
    product.name, product.brand, product.images[1] AS image, product.size_label,
    product.size_count, product.size_amount, product.size_unit, product.size_approximate,
    product.sold_by, product.minimum_age, product.limit_per_order, product.dietary,
    product.allergens, current.price_minor, stocked.price_minor AS regular_price_minor,
    current.on_sale, CASE WHEN current.on_sale THEN stocked.sale_until END AS sale_until,
    ${unitPrice} AS unit_price_minor, ${unitPricePer} AS unit_price_per,
    ${availabilityNow} AS availability, expiring.out_until, expiring.low_until,
    product.created_at AS listed_at,
    category.id AS category_id, category.name AS category_name, category.slug AS category_slug,
    department.id AS department_id, department.name AS department_name,
    department.slug AS department_slug,
    aisle.id AS aisle_id, aisle.slug AS aisle_slug, aisle.name AS aisle_name,
    CASE WHEN parent.parent_id IS NOT NULL THEN category.id END AS shelf_id,
    ${sortName} AS sort_name,
    fold_words(concat_ws(' ', product.name, product.brand)) AS search_text,
    listing_words(product.name, product.brand, category.name,
      concat_ws(' ', department.name, aisle.name), size_words(product.size_label,
        product.size_count, product.size_amount, product.size_unit)) AS search_words
  FROM products product
  JOIN store_products stocked ON stocked.product_id = product.id
  JOIN stores store ON store.id = stocked.store_id
  JOIN alphabets alphabet ON alphabet.language = store.language
  LEFT JOIN listings old ON old.store_id = stocked.store_id AND old.product_id = product.id
  JOIN categories category ON category.id = product.category_id
  LEFT JOIN categories parent ON parent.id = category.parent_id
  JOIN categories department
    ON department.id = coalesce(parent.parent_id, parent.id, category.id)
  LEFT JOIN categories aisle
    ON aisle.id = CASE WHEN parent.parent_id IS NOT NULL THEN parent.id
                       WHEN parent.id IS NOT NULL THEN category.id END
  CROSS JOIN LATERAL (
    SELECT coalesce(stocked.sale_from <= $3 AND stocked.sale_until > $3, false) AS on_sale
  ) sale
  CROSS JOIN LATERAL (
    SELECT sale.on_sale,
      CASE WHEN sale.on_sale THEN stocked.sale_price_minor ELSE stocked.price_minor END
        AS price_minor
  ) current
  ${expiries}
  WHERE product.id = ANY($1) AND ($2::uuid IS NULL OR stocked.store_id = $2)
    AND stocked.published AND product.retired_at IS NULL`;
