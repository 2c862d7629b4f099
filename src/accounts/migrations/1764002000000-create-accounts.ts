import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1764002000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE accounts (
        id            uuid        NOT NULL,
        email         text        NOT NULL,
        password_hash text        NOT NULL,
        display_name  text        NOT NULL,
        role          text        NOT NULL,
        phone         text,
        created_at    timestamptz NOT NULL,
        CONSTRAINT accounts_pkey PRIMARY KEY (id),
        CONSTRAINT accounts_email_check CHECK (char_length(email) <= 254),
        CONSTRAINT accounts_display_name_check CHECK (char_length(display_name) BETWEEN 1 AND 80),
        CONSTRAINT accounts_role_check
          CHECK (role IN ('customer', 'picker', 'driver', 'dispatcher', 'admin')),
        CONSTRAINT accounts_phone_check CHECK (phone ~ '^[+][1-9][0-9]{6,14}$')
      );

      -- Nobody registers twice by writing an address in capitals.
      CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
    `);

    await queryRunner.query(`
      CREATE TABLE addresses (
        id            uuid        NOT NULL,
        account_id    uuid        NOT NULL,
        version       int         NOT NULL DEFAULT 1,
        label         text,
        line1         text        NOT NULL,
        lat           float8      NOT NULL,
        lng           float8      NOT NULL,
        notes         text,
        phone         text,
        leave_at_door boolean     NOT NULL,
        is_default    boolean     NOT NULL,
        created_at    timestamptz NOT NULL,
        CONSTRAINT addresses_pkey PRIMARY KEY (id),
        CONSTRAINT addresses_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT addresses_lat_check CHECK (lat BETWEEN -90 AND 90),
        CONSTRAINT addresses_lng_check CHECK (lng BETWEEN -180 AND 180)
      );
      CREATE INDEX addresses_of_account ON addresses (account_id);
      CREATE UNIQUE INDEX addresses_default ON addresses (account_id) WHERE is_default;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE addresses, accounts');
  }
}
