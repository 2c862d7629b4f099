import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A listing says by itself when expiring holds change what it shows: nobody has to write it then. */
export class SeeThroughHolds1764100500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // From then on it is out, or low, no longer. Holds that are placed already are in no listing
    // before the product's next change; the job that clears them away is one.
    await queryRunner.query(
      'ALTER TABLE listings ADD out_until timestamptz, ADD low_until timestamptz',
    );
    await queryRunner.query(
      'CREATE INDEX listings_out_until ON listings (store_id, out_until) WHERE out_until IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE listings DROP out_until, DROP low_until');
  }
}
