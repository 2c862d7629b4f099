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

    // The figures of a queue are of a time when little waited, as a rule: by them the planner would
    // collect and sort the whole pile for each claim of its oldest. With these settings it reads
    // the index in its order and stops; only a function can have settings of its own.
    await queryRunner.query(`
      CREATE FUNCTION oldest_waiting_facts(most int)
      RETURNS TABLE (id bigint, aggregate_type text, aggregate_id text)
      LANGUAGE sql STABLE
      SET enable_sort = off
      SET enable_bitmapscan = off
      AS $$
        WITH held AS MATERIALIZED (
          SELECT aggregate_type, aggregate_id FROM outbox
          WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0
            AND (next_attempt_at > now() OR claimed_until >= now())
        )
        SELECT id, aggregate_type, aggregate_id FROM outbox
        WHERE published_at IS NULL AND dead_at IS NULL
          AND (aggregate_type, aggregate_id) NOT IN (
            SELECT aggregate_type, aggregate_id FROM held)
        ORDER BY id LIMIT most
      $$;
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
    await queryRunner.query('DROP FUNCTION oldest_waiting_facts');
    await queryRunner.query('DROP TABLE idempotency_keys, outbox');
  }
}
