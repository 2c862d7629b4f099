import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MoreFailureReasons1764110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE deliveries
        DROP CONSTRAINT deliveries_failure_reason_check,
        ADD CONSTRAINT deliveries_failure_reason_check CHECK (failure_reason IN ('no_answer',
          'wrong_address', 'refused', 'unsafe', 'damaged', 'age_check_failed', 'vehicle',
          'accident', 'other'))
    `);
  }

  /** The former release knows none of the new reasons; the timeline keeps them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE deliveries SET failure_reason = 'unsafe'
        WHERE failure_reason IN ('vehicle', 'accident', 'other');
      ALTER TABLE deliveries
        DROP CONSTRAINT deliveries_failure_reason_check,
        ADD CONSTRAINT deliveries_failure_reason_check CHECK (failure_reason IN ('no_answer',
          'wrong_address', 'refused', 'unsafe', 'damaged', 'age_check_failed'))
    `);
  }
}
