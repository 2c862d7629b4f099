import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The stores that staff work for: null is every store; no row is every store for admins, and none
 * for others. The stores are another module's, and are never deleted: their ids stand without a key.
 *
 * Whoever is staff already goes on at the stores that are open now, and not at later ones: an
 * upgrade stops nobody's work.
 */
export class StoresOfStaff1764134000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE staff_stores (
        account_id uuid   NOT NULL,
        store_ids  uuid[],
        CONSTRAINT staff_stores_pkey PRIMARY KEY (account_id),
        CONSTRAINT staff_stores_account_id_fkey
          FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
      );

      -- For the list of staff, of whom there are few among many customers.
      CREATE INDEX accounts_staff ON accounts (created_at, id) WHERE role <> 'customer';

      INSERT INTO staff_stores (account_id, store_ids)
      SELECT id, (SELECT coalesce(array_agg(store.id), '{}') FROM stores store)
      FROM accounts WHERE role IN ('picker', 'driver', 'dispatcher');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX accounts_staff; DROP TABLE staff_stores');
  }
}
