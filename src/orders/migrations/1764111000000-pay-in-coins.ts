import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PayInCoins1764111000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE orders
        -- What is paid is the multiple of this that is nearest to the total. Orders from before are
        -- paid as their customers were told.
        ADD COLUMN cash_step_minor int NOT NULL DEFAULT 1,
        ADD COLUMN change_for_minor bigint,
        ADD CONSTRAINT orders_cash_step_minor_check CHECK (cash_step_minor > 0),
        ADD CONSTRAINT orders_change_for_minor_check CHECK (change_for_minor > 0)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE orders DROP COLUMN cash_step_minor, DROP COLUMN change_for_minor',
    );
  }
}
