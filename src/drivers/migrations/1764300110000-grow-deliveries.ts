import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From two steps to a lifecycle: every end of a trip, its proof, and a trace of each step. */
export class GrowDeliveries1764300110000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE deliveries
        DROP CONSTRAINT deliveries_status_check,
        DROP CONSTRAINT deliveries_check,
        DROP CONSTRAINT deliveries_check1,
        DROP CONSTRAINT deliveries_check2,
        ADD version         int     NOT NULL DEFAULT 1,
        ADD attempt         int     NOT NULL DEFAULT 1 CHECK (attempt > 0),
        ADD pin_failures    int     NOT NULL DEFAULT 0 CHECK (pin_failures BETWEEN 0 AND 5),
        ADD contacted_at    timestamptz,
        ADD age_checked     boolean NOT NULL DEFAULT false,
        ADD photo_reference text,
        ADD failure_reason  text    CHECK (failure_reason IN ('no_answer', 'wrong_address',
                                      'refused', 'unsafe', 'damaged', 'age_check_failed')),
        ADD CONSTRAINT deliveries_status_check CHECK (status IN ('assigned', 'at_store',
          'collected', 'at_customer', 'delivered', 'failed', 'retried', 'returning', 'returned',
          'cancelled')),
        ADD CONSTRAINT deliveries_collection CHECK (
          (status IN ('assigned', 'at_store', 'cancelled')) = (collected_at IS NULL)),
        ADD CONSTRAINT deliveries_handover CHECK (
          (status = 'delivered') = (delivered_at IS NOT NULL)
          AND (status = 'delivered') = (cash_collected_minor IS NOT NULL)),
        ADD CONSTRAINT deliveries_failure CHECK (
          (status IN ('failed', 'retried', 'returning', 'returned')) = (failure_reason IS NOT NULL))
    `);
    // In this order: there is no moment without the index that keeps drivers off each other's orders.
    await queryRunner.query(`
      ALTER INDEX deliveries_one_active_per_order RENAME TO deliveries_one_active_before`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX deliveries_one_active_per_order ON deliveries (order_id)
      WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled')`);
    await queryRunner.query('DROP INDEX deliveries_one_active_before, deliveries_active_of_driver');
    await queryRunner.query(`
      CREATE INDEX deliveries_active_of_driver ON deliveries (driver_id)
      WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled')`);
    await queryRunner.query(`
      CREATE TABLE delivery_timeline (
        delivery_id uuid        NOT NULL REFERENCES deliveries (id),
        version     int         NOT NULL,
        action      text        NOT NULL,
        from_status text,
        to_status   text        NOT NULL,
        actor_id    uuid,
        actor_role  text        NOT NULL,
        reason      text,
        reason_code text,
        at          timestamptz NOT NULL,
        PRIMARY KEY (delivery_id, version)
      )`);
    // What is known of the trips before.
    await queryRunner.query(`
      INSERT INTO delivery_timeline
        (delivery_id, version, action, to_status, actor_id, actor_role, at)
      SELECT id, 1, 'assign', 'assigned', assigned_by, 'dispatcher', assigned_at FROM deliveries`);
    await queryRunner.query(`
      INSERT INTO delivery_timeline
        (delivery_id, version, action, from_status, to_status, actor_id, actor_role, at)
      SELECT id, 2, 'collect', 'assigned', 'collected', driver_id, 'driver', collected_at
      FROM deliveries WHERE collected_at IS NOT NULL
      UNION ALL
      SELECT id, 3, 'deliver', 'collected', 'delivered', driver_id, 'driver', delivered_at
      FROM deliveries WHERE delivered_at IS NOT NULL`);
    await queryRunner.query(`
      UPDATE deliveries SET version = 1 + (collected_at IS NOT NULL)::int
        + (delivered_at IS NOT NULL)::int`);
  }

  async down(): Promise<void> {
    throw new Error('What deliveries have become since cannot be told in the old table.');
  }
}
