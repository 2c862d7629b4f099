import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1764000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE accounts (
        id            uuid PRIMARY KEY,
        email         text        NOT NULL CHECK (char_length(email) <= 254),
        password_hash text        NOT NULL,
        display_name  text        NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 80),
        role          text        NOT NULL
                      CHECK (role IN ('customer', 'picker', 'driver', 'dispatcher', 'admin')),
        phone         text        CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
        created_at    timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE UNIQUE INDEX accounts_email ON accounts (lower(email))');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE accounts');
  }
}
