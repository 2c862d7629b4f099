import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cards: what the provider announced, what is paid back, and what customers complain about. */
export class TakeCards1764200300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE payments ADD token text');
    await queryRunner.query(`
      CREATE TABLE payment_events (
        id          text PRIMARY KEY,
        type        text        NOT NULL,
        received_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE order_claims (
        id         uuid PRIMARY KEY,
        order_id   uuid        NOT NULL REFERENCES orders (id),
        note       text,
        photo      text,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX order_claims_of_order ON order_claims (order_id)');
    await queryRunner.query(`
      CREATE TABLE order_claim_lines (
        claim_id      uuid NOT NULL REFERENCES order_claims (id),
        position      int  NOT NULL,
        order_line_id uuid NOT NULL REFERENCES order_lines (id),
        kind          text NOT NULL CHECK (kind IN ('missing', 'damaged', 'wrong', 'quality')),
        quantity      int  NOT NULL CHECK (quantity > 0),
        PRIMARY KEY (claim_id, position)
      )`);
    await queryRunner.query(`
      CREATE TABLE payment_refunds (
        id                 uuid PRIMARY KEY,
        order_id           uuid        NOT NULL REFERENCES orders (id),
        order_line_id      uuid        REFERENCES order_lines (id),
        claim_id           uuid        REFERENCES order_claims (id),
        amount_minor       bigint      NOT NULL CHECK (amount_minor > 0),
        status             text        NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed',
                                         'due')),
        reason             text        NOT NULL,
        failure            text,
        asked_by           uuid,
        provider_reference text        UNIQUE,
        created_at         timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX payment_refunds_of_order ON payment_refunds (order_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE payment_refunds, order_claim_lines, order_claims, payment_events',
    );
    await queryRunner.query('ALTER TABLE payments DROP token');
  }
}
