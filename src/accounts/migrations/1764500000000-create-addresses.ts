import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAddresses1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE addresses (
        id            uuid PRIMARY KEY,
        account_id    uuid             NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        label         text,
        line1         text             NOT NULL,
        lat           double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
        lng           double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
        notes         text,
        phone         text,
        leave_at_door boolean          NOT NULL,
        is_default    boolean          NOT NULL,
        version       int              NOT NULL DEFAULT 1,
        created_at    timestamptz      NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX addresses_of_account ON addresses (account_id)');
    await queryRunner.query(
      'CREATE UNIQUE INDEX addresses_default ON addresses (account_id) WHERE is_default',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE addresses');
  }
}
