import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FlagUndeliverable1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE orders ADD needs_dispatch_at timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE orders DROP COLUMN needs_dispatch_at');
  }
}
