import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeliveryOptions1764004000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A zone without a fee of its own has that of the store's terms.
    await queryRunner.query(`
      CREATE TABLE delivery_zones (
        id              uuid   NOT NULL,
        store_id        uuid   NOT NULL,
        version         int    NOT NULL DEFAULT 1,
        name            text   NOT NULL,
        ring            jsonb  NOT NULL,
        holes           jsonb  NOT NULL DEFAULT '[]',
        priority        int    NOT NULL DEFAULT 100,
        fee_minor       bigint,
        free_from_minor bigint,
        CONSTRAINT delivery_zones_pkey PRIMARY KEY (id),
        CONSTRAINT delivery_zones_store_id_name_key UNIQUE (store_id, name),
        CONSTRAINT delivery_zones_fee_minor_check CHECK (fee_minor >= 0),
        CONSTRAINT delivery_zones_free_from_minor_check CHECK (free_from_minor >= 0)
      );
    `);

    await queryRunner.query(`
      CREATE TABLE delivery_slots (
        id        uuid        NOT NULL,
        store_id  uuid        NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at   timestamptz NOT NULL,
        cutoff_at timestamptz NOT NULL,
        capacity  int         NOT NULL,
        taken     int         NOT NULL DEFAULT 0,
        closed    boolean     NOT NULL DEFAULT false,
        planned   boolean     NOT NULL DEFAULT false,
        CONSTRAINT delivery_slots_pkey PRIMARY KEY (id),
        CONSTRAINT delivery_slots_store_id_starts_at_ends_at_key
          UNIQUE (store_id, starts_at, ends_at),
        CONSTRAINT delivery_slots_end_after_start CHECK (ends_at > starts_at),
        CONSTRAINT delivery_slots_cutoff_by_start CHECK (cutoff_at <= starts_at),
        CONSTRAINT delivery_slots_capacity_check CHECK (capacity > 0),
        CONSTRAINT delivery_slots_never_overbooked CHECK (taken BETWEEN 0 AND capacity)
      );
    `);

    // A store that has said nothing has no row, and the usual terms.
    await queryRunner.query(`
      CREATE TABLE delivery_terms (
        store_id uuid  NOT NULL,
        version  int   NOT NULL DEFAULT 1,
        terms    jsonb NOT NULL,
        CONSTRAINT delivery_terms_pkey PRIMARY KEY (store_id)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE delivery_terms, delivery_slots, delivery_zones');
  }
}
