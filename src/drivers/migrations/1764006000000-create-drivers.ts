import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDrivers1764006000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shifts (
        id             uuid        NOT NULL,
        driver_id      uuid        NOT NULL,
        -- Higher for every new shift of a driver, also over a restored backup: it is a time.
        epoch          bigint      NOT NULL,
        store_id       uuid,
        vehicle        text,
        capacity       smallint    NOT NULL DEFAULT 2,
        started_at     timestamptz NOT NULL,
        ended_at       timestamptz,
        silent_since   timestamptz,
        silent_seen_at timestamptz,
        CONSTRAINT shifts_pkey PRIMARY KEY (id),
        CONSTRAINT shifts_driver_id_epoch_key UNIQUE (driver_id, epoch),
        CONSTRAINT shifts_epoch_check CHECK (epoch > 0),
        CONSTRAINT shifts_vehicle_check CHECK (vehicle IN ('bike', 'scooter', 'car', 'van')),
        CONSTRAINT shifts_capacity_check CHECK (capacity BETWEEN 1 AND 10),
        CONSTRAINT shifts_end_after_start CHECK (ended_at >= started_at)
      );
      CREATE UNIQUE INDEX shifts_one_open_per_driver ON shifts (driver_id) WHERE ended_at IS NULL;
      CREATE INDEX shifts_ended ON shifts (ended_at) WHERE ended_at IS NOT NULL;
    `);

    await queryRunner.query(`
      CREATE TABLE deliveries (
        id                   uuid        NOT NULL,
        version              int         NOT NULL DEFAULT 1,
        order_id             uuid        NOT NULL,
        attempt              int         NOT NULL DEFAULT 1,
        driver_id            uuid        NOT NULL,
        shift_id             uuid        NOT NULL,
        status               text        NOT NULL,
        assigned_by          uuid        NOT NULL,
        assigned_at          timestamptz NOT NULL,
        collected_at         timestamptz,
        contacted_at         timestamptz,
        approached_at        timestamptz,
        pin_failures         int         NOT NULL DEFAULT 0,
        age_checked          boolean     NOT NULL DEFAULT false,
        photo_reference      text,
        delivered_at         timestamptz,
        cash_collected_minor bigint,
        failure_reason       text,
        CONSTRAINT deliveries_pkey PRIMARY KEY (id),
        CONSTRAINT deliveries_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
        CONSTRAINT deliveries_attempt_check CHECK (attempt > 0),
        CONSTRAINT deliveries_status_check CHECK (status IN ('assigned', 'at_store', 'collected',
          'at_customer', 'delivered', 'failed', 'retried', 'returning', 'returned', 'cancelled')),
        CONSTRAINT deliveries_pin_failures_check CHECK (pin_failures BETWEEN 0 AND 5),
        CONSTRAINT deliveries_cash_collected_minor_check CHECK (cash_collected_minor >= 0),
        CONSTRAINT deliveries_failure_reason_check CHECK (failure_reason IN ('no_answer',
          'wrong_address', 'refused', 'unsafe', 'damaged', 'age_check_failed')),
        CONSTRAINT deliveries_collection CHECK (
          (status IN ('assigned', 'at_store', 'cancelled')) = (collected_at IS NULL)),
        CONSTRAINT deliveries_handover CHECK (
          (status = 'delivered') = (delivered_at IS NOT NULL)
          AND (status = 'delivered') = (cash_collected_minor IS NOT NULL)),
        CONSTRAINT deliveries_failure CHECK (
          (status IN ('failed', 'retried', 'returning', 'returned')) = (failure_reason IS NOT NULL))
      );

      -- The last line against two drivers on one order: it holds whatever the code above it does.
      CREATE UNIQUE INDEX deliveries_one_active_per_order ON deliveries (order_id)
        WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled');
      CREATE INDEX deliveries_active_of_driver ON deliveries (driver_id)
        WHERE status NOT IN ('delivered', 'retried', 'returned', 'cancelled');
      CREATE INDEX deliveries_of_order ON deliveries (order_id, assigned_at);
      CREATE INDEX deliveries_of_shift ON deliveries (shift_id);
    `);

    await queryRunner.query(`
      CREATE TABLE delivery_timeline (
        delivery_id uuid        NOT NULL,
        version     int         NOT NULL,
        action      text        NOT NULL,
        from_status text,
        to_status   text        NOT NULL,
        actor_id    uuid,
        actor_role  text        NOT NULL,
        reason      text,
        reason_code text,
        at          timestamptz NOT NULL,
        CONSTRAINT delivery_timeline_pkey PRIMARY KEY (delivery_id, version),
        CONSTRAINT delivery_timeline_delivery_id_fkey
          FOREIGN KEY (delivery_id) REFERENCES deliveries (id)
      );
    `);

    await queryRunner.query(`
      CREATE TABLE dispatches (
        order_id   uuid        NOT NULL,
        store_id   uuid        NOT NULL,
        status     text        NOT NULL,
        started_at timestamptz NOT NULL,
        search     int         NOT NULL DEFAULT 1,
        round      smallint    NOT NULL DEFAULT 1,
        -- The one job that may go on: any other has been overtaken.
        step       int         NOT NULL DEFAULT 1,
        returns    smallint    NOT NULL DEFAULT 0,
        CONSTRAINT dispatches_pkey PRIMARY KEY (order_id),
        CONSTRAINT dispatches_status_check CHECK (status IN ('searching', 'given_up', 'settled')),
        CONSTRAINT dispatches_search_check CHECK (search > 0),
        CONSTRAINT dispatches_round_check CHECK (round BETWEEN 1 AND 3),
        CONSTRAINT dispatches_step_check CHECK (step > 0),
        CONSTRAINT dispatches_returns_check CHECK (returns >= 0)
      );
      CREATE INDEX dispatches_searching ON dispatches (store_id, started_at)
        WHERE status = 'searching';
      CREATE INDEX dispatches_given_up ON dispatches (store_id) WHERE status = 'given_up';
    `);

    // The drop is the neighbourhood of the door, not the door: degrees to two decimals.
    await queryRunner.query(`
      CREATE TABLE offers (
        id              uuid        NOT NULL,
        order_id        uuid        NOT NULL,
        driver_id       uuid        NOT NULL,
        shift_id        uuid        NOT NULL,
        store_id        uuid        NOT NULL,
        beside_offer_id uuid,
        search          int         NOT NULL,
        round           smallint    NOT NULL,
        status          text        NOT NULL,
        distance_m      int         NOT NULL,
        line_count      int         NOT NULL,
        drop_lat        float8      NOT NULL,
        drop_lng        float8      NOT NULL,
        trip_m          int         NOT NULL,
        offered_at      timestamptz NOT NULL,
        expires_at      timestamptz NOT NULL,
        answered_at     timestamptz,
        CONSTRAINT offers_pkey PRIMARY KEY (id),
        CONSTRAINT offers_order_id_fkey FOREIGN KEY (order_id) REFERENCES dispatches (order_id),
        CONSTRAINT offers_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
        CONSTRAINT offers_beside_offer_id_fkey FOREIGN KEY (beside_offer_id) REFERENCES offers (id),
        CONSTRAINT offers_status_check
          CHECK (status IN ('offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
        CONSTRAINT offers_distance_m_check CHECK (distance_m >= 0),
        CONSTRAINT offers_line_count_check CHECK (line_count > 0),
        CONSTRAINT offers_trip_m_check CHECK (trip_m >= 0),
        CONSTRAINT offers_expiry_after_offer CHECK (expires_at > offered_at),
        CONSTRAINT offers_answer CHECK ((status = 'offered') = (answered_at IS NULL))
      );

      -- The last line against asking two for one order, and one for two: whatever the code does.
      CREATE UNIQUE INDEX offers_one_open_per_order ON offers (order_id)
        WHERE status = 'offered';
      CREATE UNIQUE INDEX offers_one_open_per_driver ON offers (driver_id)
        WHERE status = 'offered' AND beside_offer_id IS NULL;
      -- One beside it, and no third.
      CREATE UNIQUE INDEX offers_one_open_beside ON offers (driver_id)
        WHERE status = 'offered' AND beside_offer_id IS NOT NULL;
      CREATE INDEX offers_of_order ON offers (order_id, search, round);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE offers, dispatches, delivery_timeline, deliveries, shifts');
  }
}
