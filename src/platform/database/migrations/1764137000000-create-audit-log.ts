import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who did what, from where. Lines are added, and forgotten by one function after their time; the
 * ids are of other tables that may lose their rows, so that no key points there.
 */
export class CreateAuditLog1764137000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_log (
        id           uuid        NOT NULL,
        at           timestamptz NOT NULL,
        action       text        NOT NULL,
        outcome      text        NOT NULL,
        reason       text,
        actor_id     uuid,
        actor_role   text        NOT NULL,
        email_hash   text,
        address      text,
        request_id   text,
        subject_type text,
        subject_id   text,
        store_id     uuid,
        before       jsonb,
        after        jsonb,
        CONSTRAINT audit_log_pkey PRIMARY KEY (id)
      );
      CREATE INDEX audit_log_at ON audit_log (at, id);
      CREATE INDEX audit_log_actor ON audit_log (actor_id, at, id) WHERE actor_id IS NOT NULL;
      CREATE INDEX audit_log_action ON audit_log (action, at, id);
      CREATE INDEX audit_log_subject ON audit_log (subject_id, at, id)
        WHERE subject_id IS NOT NULL;
      CREATE INDEX audit_log_store ON audit_log (store_id, at, id) WHERE store_id IS NOT NULL;
    `);
    // Lines of the last thirty days stay whoever sets the setting.
    await queryRunner.query(`
      CREATE FUNCTION audit_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND current_setting('larder.forgets_audit', true) = 'on' THEN
          IF OLD.at < now() - interval '30 days' THEN
            RETURN OLD;
          END IF;
        END IF;
        RAISE EXCEPTION 'audit_log only grows: no % of its lines', TG_OP
          USING ERRCODE = 'insufficient_privilege';
      END
      $$;
      CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION audit_log_only_grows();
      CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_only_grows();
    `);
    // The setting holds while the function runs, and no longer.
    await queryRunner.query(`
      CREATE FUNCTION forget_audit_log(days int) RETURNS void LANGUAGE sql
      SET larder.forgets_audit = 'on'
      AS $$
        DELETE FROM audit_log WHERE at < now() - make_interval(days => greatest(days, 30))
      $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION forget_audit_log;
      DROP TABLE audit_log;
      DROP FUNCTION audit_log_only_grows;
    `);
  }
}
