import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RelayRuns1764600100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // What a claim asks besides `outbox_waiting`: which facts are with a relay, or wait for a try?
    await queryRunner.query(`
      CREATE INDEX outbox_tried ON outbox (id)
      WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0`);
    await queryRunner.query(`DROP INDEX outbox_waiting_of_aggregate`);
    await queryRunner.query(`
      CREATE INDEX outbox_dead ON outbox (dead_at, event_id) INCLUDE (type)
      WHERE dead_at IS NOT NULL`);
    // Facts that wait are most of what is written, and none of what is forgotten.
    await queryRunner.query(`DROP INDEX outbox_published`);
    await queryRunner.query(`
      CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX outbox_published, outbox_dead, outbox_tried`);
    await queryRunner.query(`CREATE INDEX outbox_published ON outbox (published_at)`);
    await queryRunner.query(`
      CREATE INDEX outbox_waiting_of_aggregate ON outbox (aggregate_type, aggregate_id, id)
      WHERE published_at IS NULL AND dead_at IS NULL`);
  }
}
