import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTracking1764007000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Links by which others may follow an order; only what a token hashes to is kept.
    await queryRunner.query(`
      CREATE TABLE share_links (
        token_hash bytea       NOT NULL,
        order_id   uuid        NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT share_links_pkey PRIMARY KEY (token_hash),
        CONSTRAINT share_links_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id),
        CONSTRAINT share_links_token_hash_check CHECK (octet_length(token_hash) = 32)
      );
      CREATE INDEX share_links_of_order ON share_links (order_id);
      CREATE INDEX share_links_by_expiry ON share_links (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE share_links');
  }
}
