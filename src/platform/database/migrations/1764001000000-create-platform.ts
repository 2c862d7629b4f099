import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePlatform1764001000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
        event_id        uuid        NOT NULL,
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
        last_error      text,
        CONSTRAINT outbox_pkey PRIMARY KEY (id),
        CONSTRAINT outbox_event_id_key UNIQUE (event_id)
      );

      -- A claim's two questions: what waits, and what of it is with a relay or waits for a try?
      CREATE INDEX outbox_waiting ON outbox (id)
        WHERE published_at IS NULL AND dead_at IS NULL;
      CREATE INDEX outbox_tried ON outbox (id)
        WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0;

      CREATE INDEX outbox_dead ON outbox (dead_at, event_id) INCLUDE (type)
        WHERE dead_at IS NOT NULL;

      -- Facts that wait are most of what is written, and none of what is forgotten.
      CREATE INDEX outbox_published ON outbox (published_at)
        WHERE published_at IS NOT NULL;
    `);

    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        owner_id     text        NOT NULL,
        route        text        NOT NULL,
        key          text        NOT NULL,
        request_hash text        NOT NULL,
        status       int,
        body         text,
        created_at   timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner_id, route, key)
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys, outbox');
  }
}
