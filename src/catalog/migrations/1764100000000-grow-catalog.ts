import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a shop that sells for real needs to say of a product, and to sort and filter by. */
export class GrowCatalog1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A size as far as its label could be read: `8x180ml` is 8 × 180 ml. Tax in basis points.
    await queryRunner.query(`
      ALTER TABLE products
        ADD barcode          text UNIQUE,
        ADD images           text[]  NOT NULL DEFAULT '{}',
        ADD size_count       int     CHECK (size_count > 0),
        ADD size_amount      numeric CHECK (size_amount > 0),
        ADD size_unit        text    CHECK (size_unit IN ('g', 'ml', 'each')),
        ADD size_approximate boolean NOT NULL DEFAULT false,
        ADD tax_rate_bp      int     NOT NULL DEFAULT 0 CHECK (tax_rate_bp BETWEEN 0 AND 10000),
        ADD dietary          text[]  NOT NULL DEFAULT '{}',
        ADD allergens        text[]  NOT NULL DEFAULT '{}',
        ADD limit_per_order  int     CHECK (limit_per_order > 0),
        ADD retired_at       timestamptz,
        ADD CONSTRAINT products_size_is_whole CHECK (
          (size_count IS NULL) = (size_amount IS NULL) AND (size_count IS NULL) = (size_unit IS NULL))`);

    // `low_stock_at`: at that many pieces or grams available, and below, shoppers are told so.
    await queryRunner.query(`
      ALTER TABLE store_products
        ADD sale_price_minor bigint CHECK (sale_price_minor > 0),
        ADD sale_from        timestamptz,
        ADD sale_until       timestamptz,
        ADD low_stock_at     int CHECK (low_stock_at >= 0),
        ADD version          int NOT NULL DEFAULT 1,
        ADD CONSTRAINT store_products_sale_is_whole CHECK (
          (sale_price_minor IS NULL) = (sale_from IS NULL)
          AND (sale_price_minor IS NULL) = (sale_until IS NULL) AND sale_from < sale_until)`);

    // A category is a department, an aisle in one, or a shelf in an aisle: three levels at most.
    await queryRunner.query(`
      ALTER TABLE listings
        ADD barcode             text,
        ADD image               text,
        ADD size_count          int,
        ADD size_amount         numeric,
        ADD size_unit           text,
        ADD size_approximate    boolean NOT NULL DEFAULT false,
        ADD dietary             text[]  NOT NULL DEFAULT '{}',
        ADD allergens           text[]  NOT NULL DEFAULT '{}',
        ADD limit_per_order     int,
        ADD regular_price_minor bigint,
        ADD on_sale             boolean NOT NULL DEFAULT false,
        ADD sale_until          timestamptz,
        ADD unit_price_minor    bigint,
        ADD unit_price_per      text CHECK (unit_price_per IN ('kg', 'l', 'each')),
        ADD availability        text NOT NULL DEFAULT 'out'
          CHECK (availability IN ('in', 'low', 'out')),
        ADD listed_at           timestamptz NOT NULL DEFAULT now(),
        ADD aisle_id            uuid,
        ADD shelf_id            uuid`);
    await queryRunner.query(`
      UPDATE listings SET regular_price_minor = price_minor,
        availability = CASE WHEN in_stock THEN 'in' ELSE 'out' END,
        aisle_id = CASE WHEN category_id <> department_id THEN category_id END,
        listed_at = (SELECT created_at FROM products WHERE id = product_id)`);
    await queryRunner.query(`
      ALTER TABLE listings ALTER regular_price_minor SET NOT NULL, DROP in_stock`);

    // One index per place to browse and thing to sort by: a page costs the same wherever it is.
    await queryRunner.query(
      'DROP INDEX listings_category_name, listings_category_price, listings_department_price',
    );
    await queryRunner.query('DROP INDEX listings_name, listings_price, listings_department_name');
    for (const place of ['store', 'department', 'aisle', 'shelf']) {
      const columns = place === 'store' ? 'store_id' : `store_id, ${place}_id`;
      const only = place === 'store' ? '' : `WHERE ${place}_id IS NOT NULL`;
      for (const [sort, column] of [
        ['name', 'sort_name'],
        ['price', 'price_minor'],
        ['unit_price', 'unit_price_minor'],
        ['newest', 'listed_at'],
      ]) {
        await queryRunner.query(
          `CREATE INDEX listings_${place}_${sort}
           ON listings (${columns}, ${column}, product_id) ${only}`,
        );
      }
    }
    await queryRunner.query(
      'CREATE INDEX listings_barcode ON listings (store_id, barcode) WHERE barcode IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE listings DROP barcode, DROP image, DROP size_count, DROP size_amount,
        DROP size_unit, DROP size_approximate, DROP dietary, DROP allergens, DROP limit_per_order,
        DROP regular_price_minor, DROP on_sale, DROP sale_until, DROP unit_price_minor,
        DROP unit_price_per, DROP availability, DROP listed_at, DROP aisle_id, DROP shelf_id,
        ADD in_stock boolean NOT NULL DEFAULT true`);
    await queryRunner.query(`
      ALTER TABLE store_products DROP sale_price_minor, DROP sale_from, DROP sale_until,
        DROP low_stock_at, DROP version`);
    await queryRunner.query(`
      ALTER TABLE products DROP barcode, DROP images, DROP size_count, DROP size_amount,
        DROP size_unit, DROP size_approximate, DROP tax_rate_bp, DROP dietary, DROP allergens,
        DROP limit_per_order, DROP retired_at`);
  }
}
