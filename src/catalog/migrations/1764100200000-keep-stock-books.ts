import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why stock is what it is, and what is held for a while without being ordered. */
export class KeepStockBooks1764100200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // `held` is the sum of the product's holds; both change under the lock of this row.
    await queryRunner.query(`
      ALTER TABLE store_products
        ADD held int NOT NULL DEFAULT 0 CHECK (held >= 0),
        DROP CONSTRAINT store_products_never_oversold,
        ADD CONSTRAINT store_products_never_oversold CHECK (reserved + held <= on_hand)`);
    await queryRunner.query(`
      CREATE TABLE stock_holds (
        id         uuid PRIMARY KEY,
        store_id   uuid        NOT NULL,
        product_id uuid        NOT NULL,
        quantity   int         NOT NULL CHECK (quantity > 0),
        reference  text        NOT NULL,
        expires_at timestamptz NOT NULL,
        FOREIGN KEY (store_id, product_id) REFERENCES store_products (store_id, product_id)
      )`);
    await queryRunner.query(
      'CREATE INDEX stock_holds_product ON stock_holds (store_id, product_id, expires_at)',
    );
    await queryRunner.query('CREATE INDEX stock_holds_reference ON stock_holds (reference)');
    await queryRunner.query('CREATE INDEX stock_holds_expiry ON stock_holds (expires_at)');

    // The deltas of a product in a store always sum to its on_hand. A count may confirm it.
    await queryRunner.query(`
      CREATE TABLE stock_movements (
        id         uuid PRIMARY KEY,
        store_id   uuid        NOT NULL,
        product_id uuid        NOT NULL,
        delta      int         NOT NULL CHECK (delta <> 0 OR reason = 'counted'),
        reason     text        NOT NULL CHECK (reason IN
          ('initial', 'received', 'sold', 'returned', 'counted', 'damaged', 'correction')),
        reference  text,
        account_id uuid,
        note       text,
        at         timestamptz NOT NULL,
        FOREIGN KEY (store_id, product_id) REFERENCES store_products (store_id, product_id)
      )`);
    await queryRunner.query(
      'CREATE INDEX stock_movements_product ON stock_movements (store_id, product_id, at, id)',
    );
    await queryRunner.query(`
      INSERT INTO stock_movements (id, store_id, product_id, delta, reason, at)
      SELECT gen_random_uuid(), store_id, product_id, on_hand, 'initial', now()
      FROM store_products WHERE on_hand > 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE stock_movements, stock_holds');
    await queryRunner.query(`
      ALTER TABLE store_products
        DROP CONSTRAINT store_products_never_oversold,
        DROP held,
        ADD CONSTRAINT store_products_never_oversold CHECK (reserved <= on_hand)`);
  }
}
