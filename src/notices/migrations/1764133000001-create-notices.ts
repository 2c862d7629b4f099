import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNotices1764133000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE notices (
        id           uuid        NOT NULL,
        fact_id      uuid        NOT NULL,
        kind         text        NOT NULL,
        route        text        NOT NULL,
        account_id   uuid        NOT NULL,
        order_id     uuid,
        language     text        NOT NULL,
        title        text        NOT NULL,
        body         text        NOT NULL,
        state        text        NOT NULL,
        attempts     int         NOT NULL DEFAULT 0,
        problem      text,
        useful_until timestamptz,
        created_at   timestamptz NOT NULL,
        sent_at      timestamptz,
        CONSTRAINT notices_pkey PRIMARY KEY (id),
        CONSTRAINT notices_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT notices_order_id_fkey
          FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
        CONSTRAINT notices_route_check CHECK (route IN ('email', 'push', 'sms', 'log')),
        CONSTRAINT notices_state_check CHECK (state IN ('waiting', 'sending', 'sent', 'failed',
          'refused', 'unknown', 'outdated'))
      );

      -- Each fact is told once by each channel.
      CREATE UNIQUE INDEX notices_of_fact ON notices (fact_id, route);
      CREATE INDEX notices_latest ON notices (created_at DESC, id DESC);
      CREATE INDEX notices_of_order ON notices (order_id, created_at DESC, id DESC);
      CREATE INDEX notices_of_account ON notices (account_id);
    `);
    await queryRunner.query(`
      CREATE TABLE notice_choices (
        account_id uuid  NOT NULL,
        language   text,
        channels   jsonb NOT NULL,
        CONSTRAINT notice_choices_pkey PRIMARY KEY (account_id),
        CONSTRAINT notice_choices_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
      );

      -- A token is of one app on one phone: whoever brings it last is logged in there.
      CREATE TABLE devices (
        account_id uuid        NOT NULL,
        id         uuid        NOT NULL,
        platform   text        NOT NULL,
        token      text        NOT NULL,
        token_hash bytea       NOT NULL,
        kept_at    timestamptz NOT NULL,
        CONSTRAINT devices_pkey PRIMARY KEY (account_id, id),
        CONSTRAINT devices_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT devices_platform_check CHECK (platform IN ('ios', 'android', 'web'))
      );
      CREATE UNIQUE INDEX devices_token ON devices (token_hash);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE devices, notice_choices, notices');
  }
}
