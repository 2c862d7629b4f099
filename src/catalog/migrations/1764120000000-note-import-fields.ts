import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports report rows that landed without a field, beside those that were rejected. */
export class NoteImportFields1764120000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE import_rejections ADD COLUMN landed boolean NOT NULL DEFAULT false;
      -- Of the rows that landed: how many without a field that could not be used.
      ALTER TABLE imports ADD COLUMN noted int NOT NULL DEFAULT 0;

      -- Trade item numbers are compared in their shortest form.
      UPDATE products SET barcode = short.barcode FROM (
        SELECT id, lpad(digits, CASE WHEN length(digits) <= 8 THEN 8
                 WHEN length(digits) <= 12 THEN 12 ELSE length(digits) END, '0') AS barcode
        FROM (SELECT id, ltrim(barcode, '0') AS digits FROM products
              WHERE barcode ~ '^[0-9]+$') AS trimmed
      ) AS short
      WHERE short.id = products.id AND products.barcode <> short.barcode
        AND NOT EXISTS (SELECT FROM products AS other
          WHERE other.id <> products.id
            AND ltrim(other.barcode, '0') = ltrim(products.barcode, '0'));
      UPDATE listings SET barcode = product.barcode FROM products AS product
      WHERE product.id = listings.product_id AND listings.barcode IS DISTINCT FROM product.barcode;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM import_rejections WHERE landed;
      ALTER TABLE import_rejections DROP COLUMN landed;
      ALTER TABLE imports DROP COLUMN noted;
    `);
  }
}
