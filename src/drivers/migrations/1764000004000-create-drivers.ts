import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDrivers1764000004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shifts (
        id         uuid        PRIMARY KEY,
        driver_id  uuid        NOT NULL,
        epoch      bigint      NOT NULL CHECK (epoch > 0),
        started_at timestamptz NOT NULL,
        ended_at   timestamptz CHECK (ended_at >= started_at),
        UNIQUE (driver_id, epoch)
      )`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX shifts_one_open_per_driver ON shifts (driver_id)
      WHERE ended_at IS NULL`);
    await queryRunner.query(`
      CREATE INDEX shifts_ended ON shifts (ended_at) WHERE ended_at IS NOT NULL`);

    await queryRunner.query(`
      CREATE TABLE deliveries (
        id                   uuid        PRIMARY KEY,
        order_id             uuid        NOT NULL,
        driver_id            uuid        NOT NULL,
        shift_id             uuid        NOT NULL REFERENCES shifts (id),
        status               text        NOT NULL
                             CHECK (status IN ('assigned', 'collected', 'delivered')),
        assigned_by          uuid        NOT NULL,
        assigned_at          timestamptz NOT NULL,
        collected_at         timestamptz,
        delivered_at         timestamptz,
        cash_collected_minor bigint      CHECK (cash_collected_minor >= 0),
        CHECK ((status <> 'assigned') = (collected_at IS NOT NULL)),
        CHECK ((status = 'delivered') = (delivered_at IS NOT NULL)),
        CHECK ((status = 'delivered') = (cash_collected_minor IS NOT NULL))
      )`);
    // The last line against two drivers on one order: it holds whatever the code above it does.
    await queryRunner.query(`
      CREATE UNIQUE INDEX deliveries_one_active_per_order ON deliveries (order_id)
      WHERE status IN ('assigned', 'collected')`);
    await queryRunner.query(`
      CREATE INDEX deliveries_of_order ON deliveries (order_id, assigned_at)`);
    await queryRunner.query(`
      CREATE INDEX deliveries_active_of_driver ON deliveries (driver_id)
      WHERE status IN ('assigned', 'collected')`);
    await queryRunner.query(`CREATE INDEX deliveries_of_shift ON deliveries (shift_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE deliveries, shifts');
  }
}
