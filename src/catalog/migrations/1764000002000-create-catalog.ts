import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCatalog1764000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await queryRunner.query('CREATE EXTENSION IF NOT EXISTS unaccent');

    await queryRunner.query(`
      CREATE TABLE stores (
        id            uuid PRIMARY KEY,
        slug          text        NOT NULL UNIQUE,
        name          text        NOT NULL,
        currency      char(3)     NOT NULL,
        time_zone     text        NOT NULL,
        lat           float8      NOT NULL CHECK (lat BETWEEN -90 AND 90),
        lng           float8      NOT NULL CHECK (lng BETWEEN -180 AND 180),
        opening_hours jsonb       NOT NULL,
        created_at    timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE categories (
        id        uuid PRIMARY KEY,
        slug      text NOT NULL UNIQUE,
        name      text NOT NULL,
        parent_id uuid REFERENCES categories (id),
        UNIQUE NULLS NOT DISTINCT (parent_id, name)
      )`);
    await queryRunner.query(`
      CREATE TABLE products (
        id          uuid PRIMARY KEY,
        sku         text        NOT NULL UNIQUE,
        slug        text        NOT NULL UNIQUE,
        name        text        NOT NULL,
        brand       text,
        description text,
        category_id uuid        NOT NULL REFERENCES categories (id),
        size_label  text,
        sold_by     text        NOT NULL CHECK (sold_by IN ('each', 'weight')),
        minimum_age int         CHECK (minimum_age BETWEEN 1 AND 99),
        version     int         NOT NULL DEFAULT 1,
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query('CREATE INDEX products_category ON products (category_id)');

    // Price and stock of a product in a store. Stock is in pieces, or in grams if sold by weight.
    await queryRunner.query(`
      CREATE TABLE store_products (
        store_id    uuid    NOT NULL REFERENCES stores (id),
        product_id  uuid    NOT NULL REFERENCES products (id),
        price_minor bigint  NOT NULL CHECK (price_minor > 0),
        on_hand     int     NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
        reserved    int     NOT NULL DEFAULT 0 CHECK (reserved >= 0),
        published   boolean NOT NULL DEFAULT true,
        PRIMARY KEY (store_id, product_id),
        CONSTRAINT store_products_never_oversold CHECK (reserved <= on_hand)
      )`);

    // What shoppers browse: one row per store and product, derived from the tables above.
    await queryRunner.query(`
      CREATE TABLE listings (
        store_id        uuid     NOT NULL REFERENCES stores (id),
        product_id      uuid     NOT NULL REFERENCES products (id),
        sku             text     NOT NULL,
        slug            text     NOT NULL,
        name            text     NOT NULL,
        brand           text,
        size_label      text,
        sold_by         text     NOT NULL,
        minimum_age     int,
        price_minor     bigint   NOT NULL,
        in_stock        boolean  NOT NULL,
        category_id     uuid     NOT NULL,
        department_id   uuid     NOT NULL,
        category_name   text     NOT NULL,
        category_slug   text     NOT NULL,
        department_name text     NOT NULL,
        department_slug text     NOT NULL,
        sort_name       text     COLLATE "C" NOT NULL,
        search_text     text     NOT NULL,
        search_words    tsvector NOT NULL,
        PRIMARY KEY (store_id, product_id)
      )`);
    for (const [name, columns] of [
      ['listings_name', 'store_id, sort_name, product_id'],
      ['listings_price', 'store_id, price_minor, product_id'],
      ['listings_category_name', 'store_id, category_id, sort_name, product_id'],
      ['listings_category_price', 'store_id, category_id, price_minor, product_id'],
      ['listings_department_name', 'store_id, department_id, sort_name, product_id'],
      ['listings_department_price', 'store_id, department_id, price_minor, product_id'],
    ]) {
      await queryRunner.query(`CREATE INDEX ${name} ON listings (${columns})`);
    }
    await queryRunner.query('CREATE INDEX listings_sku ON listings (store_id, lower(sku))');
    await queryRunner.query('CREATE INDEX listings_words ON listings USING gin (search_words)');
    await queryRunner.query(
      'CREATE INDEX listings_trigrams ON listings USING gin (search_text gin_trgm_ops)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE listings, store_products, products, categories, stores');
  }
}
