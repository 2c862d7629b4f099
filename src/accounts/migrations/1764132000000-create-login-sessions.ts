import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLoginSessions1764132000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE accounts ADD COLUMN disabled_at timestamptz;

      CREATE TABLE login_sessions (
        id         uuid        NOT NULL,
        account_id uuid        NOT NULL,
        kind       text        NOT NULL,
        seed       bytea       NOT NULL,
        generation int         NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        rotated_at timestamptz NOT NULL,
        ended_at   timestamptz,
        ended_why  text,
        CONSTRAINT login_sessions_pkey PRIMARY KEY (id),
        CONSTRAINT login_sessions_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT login_sessions_kind_check CHECK (kind IN ('app', 'page')),
        CONSTRAINT login_sessions_seed_check CHECK (octet_length(seed) = 32),
        CONSTRAINT login_sessions_generation_check CHECK (generation >= 1),
        CONSTRAINT login_sessions_ended_why_check
          CHECK (ended_why IN ('logout', 'ended', 'password', 'access', 'reuse')),
        CONSTRAINT login_sessions_ended_check CHECK ((ended_at IS NULL) = (ended_why IS NULL))
      );
      CREATE INDEX login_sessions_of_account ON login_sessions (account_id);

      -- The accounts and sessions whose access tokens may have to be refused before they expire.
      CREATE TABLE access_changes (
        id         uuid        NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT access_changes_pkey PRIMARY KEY (id)
      );
      CREATE INDEX access_changes_changed_at ON access_changes (changed_at);
    `);

    // By triggers, so that a change by hand or by another program is heard of as well.
    await queryRunner.query(`
      CREATE FUNCTION note_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO access_changes (id, changed_at) VALUES (OLD.id, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at;
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER accounts_access_changed
        AFTER DELETE OR UPDATE OF role, disabled_at ON accounts
        FOR EACH ROW EXECUTE FUNCTION note_access_change();
      CREATE TRIGGER login_sessions_ended
        AFTER UPDATE OF ended_at ON login_sessions
        FOR EACH ROW EXECUTE FUNCTION note_access_change();
      CREATE TRIGGER login_sessions_removed
        AFTER DELETE ON login_sessions
        FOR EACH ROW WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION note_access_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE login_sessions, access_changes;
      DROP TRIGGER accounts_access_changed ON accounts;
      DROP FUNCTION note_access_change();
      ALTER TABLE accounts DROP COLUMN disabled_at;
    `);
  }
}
