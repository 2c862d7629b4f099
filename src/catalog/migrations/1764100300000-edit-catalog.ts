import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What admins need to edit the catalogue, and sales to begin and end by themselves. */
export class EditCatalog1764100300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE categories ADD version int NOT NULL DEFAULT 1');
    // Found again at the moment it begins, and at the moment it ends: few products have a sale.
    await queryRunner.query(
      'CREATE INDEX store_products_sales ON store_products (sale_until) WHERE sale_until IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE INDEX listings_sales ON listings (store_id, product_id) WHERE on_sale',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX store_products_sales, listings_sales');
    await queryRunner.query('ALTER TABLE categories DROP version');
  }
}
