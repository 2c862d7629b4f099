import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Those whose time is over are cleared away by it. */
export class FindExpiredShareLinks1764400200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX share_links_by_expiry ON share_links (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX share_links_by_expiry');
  }
}
