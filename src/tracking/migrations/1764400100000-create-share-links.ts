import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which others may follow an order; only what a token hashes to is kept. */
export class CreateShareLinks1764400100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE share_links (
        token_hash bytea       PRIMARY KEY CHECK (octet_length(token_hash) = 32),
        order_id   uuid        NOT NULL REFERENCES orders (id),
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX share_links_of_order ON share_links (order_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE share_links');
  }
}
