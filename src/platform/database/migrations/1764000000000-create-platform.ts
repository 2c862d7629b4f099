import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePlatform1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id        uuid        NOT NULL UNIQUE,
        type            text        NOT NULL,
        version         int         NOT NULL,
        aggregate_type  text        NOT NULL,
        aggregate_id    text        NOT NULL,
        payload         jsonb       NOT NULL,
        occurred_at     timestamptz NOT NULL,
        attempts        int         NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        claimed_until   timestamptz,
        published_at    timestamptz,
        dead_at         timestamptz,
        last_error      text
      )`);
    // The relay's two questions: what is waiting, and is anything of this aggregate before it?
    await queryRunner.query(`
      CREATE INDEX outbox_waiting ON outbox (id)
      WHERE published_at IS NULL AND dead_at IS NULL`);
    await queryRunner.query(`
      CREATE INDEX outbox_waiting_of_aggregate ON outbox (aggregate_type, aggregate_id, id)
      WHERE published_at IS NULL AND dead_at IS NULL`);
    await queryRunner.query(`CREATE INDEX outbox_published ON outbox (published_at)`);

    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        owner_id     text        NOT NULL,
        route        text        NOT NULL,
        key          text        NOT NULL,
        request_hash text        NOT NULL,
        status       int,
        body         text,
        created_at   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (owner_id, route, key)
      )`);
    await queryRunner.query(`CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys, outbox');
  }
}
