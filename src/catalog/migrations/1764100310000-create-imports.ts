import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateImports1764100310000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // `position`: how many records of the file are done with; moves only with what they wrote.
    await queryRunner.query(`
      CREATE TABLE imports (
        id          uuid PRIMARY KEY,
        store_id    uuid        NOT NULL REFERENCES stores (id),
        kind        text        NOT NULL CHECK (kind IN ('catalogue', 'feed')),
        status      text        NOT NULL
          CHECK (status IN ('uploading', 'running', 'done', 'cancelled', 'failed')),
        account_id  uuid        NOT NULL,
        bytes       int         NOT NULL DEFAULT 0,
        lines       int         NOT NULL DEFAULT 0,
        position    int         NOT NULL DEFAULT 0,
        created     int         NOT NULL DEFAULT 0,
        updated     int         NOT NULL DEFAULT 0,
        unchanged   int         NOT NULL DEFAULT 0,
        rejected    int         NOT NULL DEFAULT 0,
        problem     text,
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL,
        CHECK (position = created + updated + unchanged + rejected)
      )`);
    await queryRunner.query('CREATE INDEX imports_by_status ON imports (status, updated_at)');
    await queryRunner.query(`
      CREATE TABLE import_chunks (
        import_id uuid  NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
        number    int   NOT NULL,
        bytes     bytea NOT NULL,
        PRIMARY KEY (import_id, number)
      )`);
    await queryRunner.query(`
      CREATE TABLE import_rejections (
        import_id uuid   NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
        line      int    NOT NULL,
        sku       text,
        reasons   text[] NOT NULL,
        PRIMARY KEY (import_id, line)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE import_rejections, import_chunks, imports');
  }
}
