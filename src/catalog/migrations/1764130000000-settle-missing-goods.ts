import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports settle the goods that their file lacks, and may be rehearsed. */
export class SettleMissingGoods1764130000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE imports
        ADD COLUMN missing              text    NOT NULL DEFAULT 'keep',
        ADD COLUMN most_missing_percent int     NOT NULL DEFAULT 20,
        ADD COLUMN dry_run              boolean NOT NULL DEFAULT false,
        -- What the store had on sale when the import began.
        ADD COLUMN on_sale_count        int     NOT NULL DEFAULT 0,
        -- Of those: how many the file lacks, and were changed for it.
        ADD COLUMN missing_count        int     NOT NULL DEFAULT 0,
        ADD CONSTRAINT imports_missing_check
          CHECK (missing IN ('keep', 'out-of-stock', 'unpublish')),
        ADD CONSTRAINT imports_most_missing_percent_check
          CHECK (most_missing_percent BETWEEN 0 AND 100);

      -- The goods on sale when the import began; those that the file has are taken out.
      CREATE TABLE import_goods (
        import_id  uuid NOT NULL,
        sku        text COLLATE "C" NOT NULL,
        product_id uuid NOT NULL,
        -- Of the price: a later one means that the goods were edited meanwhile.
        version    int  NOT NULL,
        -- Null until the file has been read and what it lacks is settled.
        outcome    text,
        reason     text,
        CONSTRAINT import_goods_pkey PRIMARY KEY (import_id, sku),
        CONSTRAINT import_goods_import_id_fkey
          FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE,
        CONSTRAINT import_goods_outcome_check CHECK (outcome IN ('missing', 'unchanged'))
      );

      ALTER TABLE import_rejections ADD COLUMN outcome text;
      UPDATE import_rejections SET outcome = CASE WHEN landed THEN 'updated' ELSE 'rejected' END;
      ALTER TABLE import_rejections
        ALTER COLUMN outcome SET NOT NULL,
        ADD CONSTRAINT import_rejections_outcome_check
          CHECK (outcome IN ('created', 'updated', 'unchanged', 'rejected')),
        DROP COLUMN landed;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE import_rejections ADD COLUMN landed boolean NOT NULL DEFAULT false;
      UPDATE import_rejections SET landed = outcome <> 'rejected';
      ALTER TABLE import_rejections DROP COLUMN outcome;
      DROP TABLE import_goods;
      ALTER TABLE imports
        DROP COLUMN missing_count, DROP COLUMN on_sale_count, DROP COLUMN dry_run,
        DROP COLUMN most_missing_percent, DROP COLUMN missing;
    `);
  }
}
