import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a store is closed besides its hours, and below which basket it takes no order. */
export class ScheduleStores1764100400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE stores
        ADD holidays             jsonb  NOT NULL DEFAULT '[]',
        ADD pause_reason         text,
        ADD pause_until          timestamptz,
        ADD minimum_basket_minor bigint NOT NULL DEFAULT 0 CHECK (minimum_basket_minor >= 0),
        ADD version              int    NOT NULL DEFAULT 1,
        ADD CONSTRAINT stores_pause_has_a_reason
          CHECK (pause_until IS NULL OR pause_reason IS NOT NULL)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE stores DROP holidays, DROP pause_reason, DROP pause_until,
        DROP minimum_basket_minor, DROP version`);
  }
}
