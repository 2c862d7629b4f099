import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDispatch1764500100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE dispatches (
        order_id     uuid        PRIMARY KEY,
        store_id     uuid        NOT NULL,
        status       text        NOT NULL
                     CHECK (status IN ('searching', 'given_up', 'settled')),
        started_at   timestamptz NOT NULL,
        search       int         NOT NULL DEFAULT 1 CHECK (search > 0),
        round        smallint    NOT NULL DEFAULT 1 CHECK (round BETWEEN 1 AND 3),
        step         int         NOT NULL DEFAULT 1 CHECK (step > 0),
        returns      smallint    NOT NULL DEFAULT 0 CHECK (returns >= 0)
      )`);
    await queryRunner.query(`
      CREATE INDEX dispatches_given_up ON dispatches (store_id) WHERE status = 'given_up'`);
    await queryRunner.query(`
      CREATE TABLE offers (
        id          uuid        PRIMARY KEY,
        order_id    uuid        NOT NULL REFERENCES dispatches (order_id),
        driver_id   uuid        NOT NULL,
        shift_id    uuid        NOT NULL REFERENCES shifts (id),
        store_id    uuid        NOT NULL,
        search      int         NOT NULL,
        round       smallint    NOT NULL,
        status      text        NOT NULL CHECK (status IN ('offered', 'accepted', 'declined',
                                  'lapsed', 'withdrawn')),
        distance_m  int         NOT NULL CHECK (distance_m >= 0),
        line_count  int         NOT NULL CHECK (line_count > 0),
        drop_lat    float8      NOT NULL,
        drop_lng    float8      NOT NULL,
        trip_m      int         NOT NULL CHECK (trip_m >= 0),
        offered_at  timestamptz NOT NULL,
        expires_at  timestamptz NOT NULL CHECK (expires_at > offered_at),
        answered_at timestamptz,
        CHECK ((status = 'offered') = (answered_at IS NULL))
      )`);
    // The last line against asking two for one order, and one for two: whatever the code does.
    await queryRunner.query(`
      CREATE UNIQUE INDEX offers_one_open_per_order ON offers (order_id)
      WHERE status = 'offered'`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX offers_one_open_per_driver ON offers (driver_id)
      WHERE status = 'offered'`);
    await queryRunner.query(`CREATE INDEX offers_of_order ON offers (order_id, search, round)`);
    await queryRunner.query(`
      ALTER TABLE shifts
        ADD silent_since   timestamptz,
        ADD silent_seen_at timestamptz`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE shifts DROP COLUMN silent_since, DROP COLUMN silent_seen_at`);
    await queryRunner.query('DROP TABLE offers, dispatches');
  }
}
