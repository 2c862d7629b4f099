import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stores say about deliveries, planned slots, carts, and whose stock is held. */
export class SetDeliveryTerms1764200100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE delivery_terms (
        store_id uuid  PRIMARY KEY,
        version  int   NOT NULL DEFAULT 1,
        terms    jsonb NOT NULL
      )`);
    await queryRunner.query(`
      ALTER TABLE delivery_zones
        ALTER fee_minor DROP NOT NULL,
        ADD holes    jsonb NOT NULL DEFAULT '[]',
        ADD priority int   NOT NULL DEFAULT 100,
        ADD version  int   NOT NULL DEFAULT 1`);
    await queryRunner.query(`
      ALTER TABLE delivery_slots
        ADD closed  boolean NOT NULL DEFAULT false,
        ADD planned boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      'CREATE INDEX orders_of_slot ON orders (slot_id) WHERE slot_id IS NOT NULL',
    );
    await queryRunner.query(`
      CREATE TABLE carts (
        customer_id uuid        NOT NULL,
        store_id    uuid        NOT NULL,
        version     int         NOT NULL DEFAULT 1,
        lines       jsonb       NOT NULL,
        expires_at  timestamptz NOT NULL,
        PRIMARY KEY (customer_id, store_id)
      )`);
    await queryRunner.query('CREATE INDEX carts_expiry ON carts (expires_at)');
    await queryRunner.query(`
      CREATE TABLE quote_holds (
        customer_id     uuid PRIMARY KEY,
        quote_id        uuid NOT NULL,
        store_id        uuid NOT NULL,
        former_quote_id uuid,
        former_store_id uuid
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE quote_holds, carts, delivery_terms');
    await queryRunner.query('DROP INDEX orders_of_slot');
    await queryRunner.query('ALTER TABLE delivery_slots DROP closed, DROP planned');
    await queryRunner.query('UPDATE delivery_zones SET fee_minor = 0 WHERE fee_minor IS NULL');
    await queryRunner.query(`
      ALTER TABLE delivery_zones
        ALTER fee_minor SET NOT NULL, DROP holes, DROP priority, DROP version`);
  }
}
