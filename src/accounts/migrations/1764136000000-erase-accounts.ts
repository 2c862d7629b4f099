import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EraseAccounts1764136000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Who wishes to be forgotten, and from when on they are.
      CREATE TABLE account_erasures (
        account_id uuid        NOT NULL,
        asked_at   timestamptz NOT NULL,
        erase_at   timestamptz NOT NULL,
        CONSTRAINT account_erasures_pkey PRIMARY KEY (account_id),
        CONSTRAINT account_erasures_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT account_erasures_grace_check CHECK (erase_at >= asked_at)
      );
      CREATE INDEX account_erasures_due ON account_erasures (erase_at);

      -- That somebody was forgotten, and how many rows of each table: never who.
      CREATE TABLE erasure_reports (
        id        uuid        NOT NULL,
        asked_at  timestamptz NOT NULL,
        erased_at timestamptz NOT NULL,
        rows      jsonb       NOT NULL,
        CONSTRAINT erasure_reports_pkey PRIMARY KEY (id)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE erasure_reports, account_erasures');
  }
}
