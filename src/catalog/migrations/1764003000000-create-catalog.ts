import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCatalog1764003000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE EXTENSION IF NOT EXISTS unaccent;
    `);

    // Below minimum_basket_minor a store takes no order.
    await queryRunner.query(`
      CREATE TABLE stores (
        id                   uuid        NOT NULL,
        version              int         NOT NULL DEFAULT 1,
        slug                 text        NOT NULL,
        name                 text        NOT NULL,
        currency             char(3)     NOT NULL,
        time_zone            text        NOT NULL,
        lat                  float8      NOT NULL,
        lng                  float8      NOT NULL,
        opening_hours        jsonb       NOT NULL,
        holidays             jsonb       NOT NULL DEFAULT '[]',
        pause_reason         text,
        pause_until          timestamptz,
        minimum_basket_minor bigint      NOT NULL DEFAULT 0,
        created_at           timestamptz NOT NULL,
        CONSTRAINT stores_pkey PRIMARY KEY (id),
        CONSTRAINT stores_slug_key UNIQUE (slug),
        CONSTRAINT stores_lat_check CHECK (lat BETWEEN -90 AND 90),
        CONSTRAINT stores_lng_check CHECK (lng BETWEEN -180 AND 180),
        CONSTRAINT stores_minimum_basket_minor_check CHECK (minimum_basket_minor >= 0),
        -- A pause may be without an end.
        CONSTRAINT stores_pause_has_a_reason CHECK (pause_until IS NULL OR pause_reason IS NOT NULL)
      );
    `);

    // A category is a department, an aisle in one, or a shelf in an aisle: three levels at most.
    await queryRunner.query(`
      CREATE TABLE categories (
        id        uuid NOT NULL,
        version   int  NOT NULL DEFAULT 1,
        slug      text NOT NULL,
        name      text NOT NULL,
        parent_id uuid,
        CONSTRAINT categories_pkey PRIMARY KEY (id),
        CONSTRAINT categories_slug_key UNIQUE (slug),
        CONSTRAINT categories_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES categories (id),
        -- Departments have no parent, and their names differ all the same.
        CONSTRAINT categories_parent_id_name_key UNIQUE NULLS NOT DISTINCT (parent_id, name)
      );
    `);

    // A size as far as its label could be read: 8x180ml is 8 × 180 ml. Tax in basis points.
    await queryRunner.query(`
      CREATE TABLE products (
        id               uuid        NOT NULL,
        version          int         NOT NULL DEFAULT 1,
        sku              text        NOT NULL,
        barcode          text,
        slug             text        NOT NULL,
        name             text        NOT NULL,
        brand            text,
        description      text,
        images           text[]      NOT NULL DEFAULT '{}',
        category_id      uuid        NOT NULL,
        size_label       text,
        size_count       int,
        size_amount      numeric,
        size_unit        text,
        size_approximate boolean     NOT NULL DEFAULT false,
        sold_by          text        NOT NULL,
        minimum_age      int,
        limit_per_order  int,
        tax_rate_bp      int         NOT NULL DEFAULT 0,
        dietary          text[]      NOT NULL DEFAULT '{}',
        allergens        text[]      NOT NULL DEFAULT '{}',
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now(),
        retired_at       timestamptz,
        CONSTRAINT products_pkey PRIMARY KEY (id),
        CONSTRAINT products_sku_key UNIQUE (sku),
        CONSTRAINT products_barcode_key UNIQUE (barcode),
        CONSTRAINT products_slug_key UNIQUE (slug),
        CONSTRAINT products_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories (id),
        CONSTRAINT products_size_count_check CHECK (size_count > 0),
        CONSTRAINT products_size_amount_check CHECK (size_amount > 0),
        CONSTRAINT products_size_unit_check CHECK (size_unit IN ('g', 'ml', 'each')),
        CONSTRAINT products_size_is_whole CHECK (
          (size_count IS NULL) = (size_amount IS NULL) AND (size_count IS NULL) = (size_unit IS NULL)),
        CONSTRAINT products_sold_by_check CHECK (sold_by IN ('each', 'weight')),
        CONSTRAINT products_minimum_age_check CHECK (minimum_age BETWEEN 1 AND 99),
        CONSTRAINT products_limit_per_order_check CHECK (limit_per_order > 0),
        CONSTRAINT products_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000)
      );
      CREATE INDEX products_category ON products (category_id);
    `);

    // Price and stock of a product in a store. Stock is in pieces, or in grams if sold by weight.
    await queryRunner.query(`
      CREATE TABLE store_products (
        store_id         uuid    NOT NULL,
        product_id       uuid    NOT NULL,
        version          int     NOT NULL DEFAULT 1,
        published        boolean NOT NULL DEFAULT true,
        price_minor      bigint  NOT NULL,
        sale_price_minor bigint,
        sale_from        timestamptz,
        sale_until       timestamptz,
        on_hand          int     NOT NULL DEFAULT 0,
        reserved         int     NOT NULL DEFAULT 0,
        -- The sum of the product's holds; both change under the lock of this row.
        held             int     NOT NULL DEFAULT 0,
        -- At that many available, and below, shoppers are told so.
        low_stock_at     int,
        CONSTRAINT store_products_pkey PRIMARY KEY (store_id, product_id),
        CONSTRAINT store_products_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id),
        CONSTRAINT store_products_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id),
        CONSTRAINT store_products_price_minor_check CHECK (price_minor > 0),
        CONSTRAINT store_products_sale_price_minor_check CHECK (sale_price_minor > 0),
        CONSTRAINT store_products_sale_is_whole CHECK (
          (sale_price_minor IS NULL) = (sale_from IS NULL)
          AND (sale_price_minor IS NULL) = (sale_until IS NULL) AND sale_from < sale_until),
        CONSTRAINT store_products_on_hand_check CHECK (on_hand >= 0),
        CONSTRAINT store_products_reserved_check CHECK (reserved >= 0),
        CONSTRAINT store_products_held_check CHECK (held >= 0),
        CONSTRAINT store_products_never_oversold CHECK (reserved + held <= on_hand),
        CONSTRAINT store_products_low_stock_at_check CHECK (low_stock_at >= 0)
      );

      -- Found again at the moment a sale begins, and when it ends: few products have one.
      CREATE INDEX store_products_sales ON store_products (sale_until)
        WHERE sale_until IS NOT NULL;
    `);

    await queryRunner.query(`
      CREATE TABLE stock_holds (
        id         uuid        NOT NULL,
        store_id   uuid        NOT NULL,
        product_id uuid        NOT NULL,
        quantity   int         NOT NULL,
        reference  text        NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT stock_holds_pkey PRIMARY KEY (id),
        CONSTRAINT stock_holds_store_id_product_id_fkey
          FOREIGN KEY (store_id, product_id) REFERENCES store_products (store_id, product_id),
        CONSTRAINT stock_holds_quantity_check CHECK (quantity > 0)
      );
      CREATE INDEX stock_holds_product ON stock_holds (store_id, product_id, expires_at);
      CREATE INDEX stock_holds_reference ON stock_holds (reference);
      CREATE INDEX stock_holds_expiry ON stock_holds (expires_at);

      -- Why stock is what it is: the deltas of a product in a store always sum to its on_hand.
      CREATE TABLE stock_movements (
        id         uuid        NOT NULL,
        store_id   uuid        NOT NULL,
        product_id uuid        NOT NULL,
        delta      int         NOT NULL,
        reason     text        NOT NULL,
        reference  text,
        account_id uuid,
        note       text,
        at         timestamptz NOT NULL,
        CONSTRAINT stock_movements_pkey PRIMARY KEY (id),
        CONSTRAINT stock_movements_store_id_product_id_fkey
          FOREIGN KEY (store_id, product_id) REFERENCES store_products (store_id, product_id),
        CONSTRAINT stock_movements_reason_check CHECK (reason IN
          ('initial', 'received', 'sold', 'returned', 'counted', 'damaged', 'correction')),
        -- Who counts may find what the books say.
        CONSTRAINT stock_movements_move_unless_counted CHECK (delta <> 0 OR reason = 'counted')
      );
      CREATE INDEX stock_movements_product ON stock_movements (store_id, product_id, at, id);
    `);

    // What shoppers browse: one row per store and product, derived from the tables above.
    await queryRunner.query(`
      CREATE TABLE listings (
        store_id            uuid        NOT NULL,
        product_id          uuid        NOT NULL,
        sku                 text        NOT NULL,
        barcode             text,
        slug                text        NOT NULL,
        name                text        NOT NULL,
        brand               text,
        image               text,
        size_label          text,
        size_count          int,
        size_amount         numeric,
        size_unit           text,
        size_approximate    boolean     NOT NULL DEFAULT false,
        sold_by             text        NOT NULL,
        minimum_age         int,
        limit_per_order     int,
        dietary             text[]      NOT NULL DEFAULT '{}',
        allergens           text[]      NOT NULL DEFAULT '{}',
        price_minor         bigint      NOT NULL,
        regular_price_minor bigint      NOT NULL,
        on_sale             boolean     NOT NULL DEFAULT false,
        sale_until          timestamptz,
        unit_price_minor    bigint,
        unit_price_per      text,
        availability        text        NOT NULL DEFAULT 'out',
        -- From then on it is out, or low, no longer, because holds expire: nobody writes it then.
        out_until           timestamptz,
        low_until           timestamptz,
        listed_at           timestamptz NOT NULL DEFAULT now(),
        category_id         uuid        NOT NULL,
        category_slug       text        NOT NULL,
        category_name       text        NOT NULL,
        department_id       uuid        NOT NULL,
        department_slug     text        NOT NULL,
        department_name     text        NOT NULL,
        aisle_id            uuid,
        aisle_slug          text,
        aisle_name          text,
        shelf_id            uuid,
        sort_name           text        NOT NULL COLLATE "C",
        search_text         text        NOT NULL,
        search_words        tsvector    NOT NULL,
        CONSTRAINT listings_pkey PRIMARY KEY (store_id, product_id),
        CONSTRAINT listings_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id),
        CONSTRAINT listings_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id),
        CONSTRAINT listings_unit_price_per_check CHECK (unit_price_per IN ('kg', 'l', 'each')),
        CONSTRAINT listings_availability_check CHECK (availability IN ('in', 'low', 'out'))
      );
    `);

    // One index per place to browse and thing to sort by: a page costs the same wherever it is.
    // Goods without a unit price stand last: a NULL could not be compared with the last row seen.
    await queryRunner.query(`
      CREATE INDEX listings_store_name ON listings
        (store_id, sort_name, product_id);
      CREATE INDEX listings_store_price ON listings
        (store_id, price_minor, product_id);
      CREATE INDEX listings_store_unit_price ON listings
        (store_id, coalesce(unit_price_minor, 9223372036854775807), product_id);
      CREATE INDEX listings_store_newest ON listings
        (store_id, listed_at, product_id);

      CREATE INDEX listings_department_name ON listings
        (store_id, department_id, sort_name, product_id) WHERE department_id IS NOT NULL;
      CREATE INDEX listings_department_price ON listings
        (store_id, department_id, price_minor, product_id) WHERE department_id IS NOT NULL;
      CREATE INDEX listings_department_unit_price ON listings
        (store_id, department_id, coalesce(unit_price_minor, 9223372036854775807), product_id)
        WHERE department_id IS NOT NULL;
      CREATE INDEX listings_department_newest ON listings
        (store_id, department_id, listed_at, product_id) WHERE department_id IS NOT NULL;

      CREATE INDEX listings_aisle_name ON listings
        (store_id, aisle_id, sort_name, product_id) WHERE aisle_id IS NOT NULL;
      CREATE INDEX listings_aisle_price ON listings
        (store_id, aisle_id, price_minor, product_id) WHERE aisle_id IS NOT NULL;
      CREATE INDEX listings_aisle_unit_price ON listings
        (store_id, aisle_id, coalesce(unit_price_minor, 9223372036854775807), product_id)
        WHERE aisle_id IS NOT NULL;
      CREATE INDEX listings_aisle_newest ON listings
        (store_id, aisle_id, listed_at, product_id) WHERE aisle_id IS NOT NULL;

      CREATE INDEX listings_shelf_name ON listings
        (store_id, shelf_id, sort_name, product_id) WHERE shelf_id IS NOT NULL;
      CREATE INDEX listings_shelf_price ON listings
        (store_id, shelf_id, price_minor, product_id) WHERE shelf_id IS NOT NULL;
      CREATE INDEX listings_shelf_unit_price ON listings
        (store_id, shelf_id, coalesce(unit_price_minor, 9223372036854775807), product_id)
        WHERE shelf_id IS NOT NULL;
      CREATE INDEX listings_shelf_newest ON listings
        (store_id, shelf_id, listed_at, product_id) WHERE shelf_id IS NOT NULL;
    `);

    await queryRunner.query(`
      -- For filters that few rows pass: walking a whole place for them would be slow.
      CREATE INDEX listings_brand ON listings (store_id, lower(brand), sort_name, product_id);
      CREATE INDEX listings_on_sale ON listings (store_id, sort_name, product_id) WHERE on_sale;
      CREATE INDEX listings_dietary ON listings USING gin (dietary);

      CREATE INDEX listings_sku ON listings (store_id, lower(sku));
      CREATE INDEX listings_barcode ON listings (store_id, barcode) WHERE barcode IS NOT NULL;
      CREATE INDEX listings_words ON listings USING gin (search_words);

      -- What time alone changes: sales that are over, and holds.
      CREATE INDEX listings_sales ON listings (store_id, product_id) WHERE on_sale;
      CREATE INDEX listings_out_until ON listings (store_id, out_until)
        WHERE out_until IS NOT NULL;
    `);

    // Text as it is searched, asked and stored alike: words in lower case, without accents, with
    // one space between. Apostrophes, joiners and the vowel marks of Arabic do not part words;
    // Thai, kana and Chinese have no spaces, so each of their characters counts as a word.
    await queryRunner.query(String.raw`
      CREATE FUNCTION fold_words(raw text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT trim(regexp_replace(regexp_replace(regexp_replace(
          unaccent(lower(normalize(raw, NFKC))),
          '[''\u0060\u00b4\u02bc\u2018\u2019\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200d]', '', 'g'),
          '([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g'),
          '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f]+', ' ', 'g'))
      $$;
    `);
    // A is the name's last word, what it is called for: the milk, not the milk chocolate. B is
    // the rest of the name and the brand; C the category; D what is above it, and the size.
    await queryRunner.query(String.raw`
      CREATE FUNCTION listing_words(name text, brand text, category text, above text, size text)
      RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT setweight(to_tsvector('simple', head) || to_tsvector('english', head), 'A')
          || setweight(to_tsvector('simple', named) || to_tsvector('english', named), 'B')
          || setweight(to_tsvector('simple', kind) || to_tsvector('english', kind), 'C')
          || setweight(to_tsvector('simple', rest) || to_tsvector('english', rest), 'D')
        FROM (SELECT
          coalesce(substring(fold_words(regexp_replace(name,
            '(\s*[,(/]|\s-|\s(with|in|for|and|from|without|no)\M).*$', '', 'i')) FROM '[^ ]+$'), '') AS head,
          fold_words(concat_ws(' ', name, brand)) AS named,
          fold_words(category) AS kind,
          fold_words(concat_ws(' ', above, size)) AS rest) AS folded
      $$;
    `);
    // Every word of what was ever listed: what a misspelt one may have meant.
    await queryRunner.query(`
      CREATE FUNCTION listing_spellings(listing listings) RETURNS TABLE (word text)
      LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT said FROM regexp_split_to_table(concat_ws(' ', listing.search_text,
          fold_words(concat_ws(' ', listing.category_name, listing.department_name))), ' ') said
        WHERE length(said) > 2 AND said !~ '[0-9]'
      $$;
      CREATE TABLE spellings (
        word text NOT NULL COLLATE "C",
        CONSTRAINT spellings_pkey PRIMARY KEY (word)
      );
      CREATE INDEX spellings_trigrams ON spellings USING gin (word gin_trgm_ops);
    `);

    await queryRunner.query(`
      CREATE TABLE imports (
        id         uuid        NOT NULL,
        store_id   uuid        NOT NULL,
        kind       text        NOT NULL,
        status     text        NOT NULL,
        account_id uuid        NOT NULL,
        bytes      int         NOT NULL DEFAULT 0,
        lines      int         NOT NULL DEFAULT 0,
        -- How many records of the file are done with; moves only with what they wrote.
        position   int         NOT NULL DEFAULT 0,
        created    int         NOT NULL DEFAULT 0,
        updated    int         NOT NULL DEFAULT 0,
        unchanged  int         NOT NULL DEFAULT 0,
        rejected   int         NOT NULL DEFAULT 0,
        -- In a row, since the last batch that landed.
        failures   int         NOT NULL DEFAULT 0,
        problem    text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT imports_pkey PRIMARY KEY (id),
        CONSTRAINT imports_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id),
        CONSTRAINT imports_kind_check CHECK (kind IN ('catalogue', 'feed')),
        CONSTRAINT imports_status_check
          CHECK (status IN ('uploading', 'running', 'done', 'cancelled', 'failed')),
        CONSTRAINT imports_every_record_counted
          CHECK (position = created + updated + unchanged + rejected)
      );
      CREATE INDEX imports_by_status ON imports (status, updated_at);

      CREATE TABLE import_chunks (
        import_id uuid  NOT NULL,
        number    int   NOT NULL,
        bytes     bytea NOT NULL,
        CONSTRAINT import_chunks_pkey PRIMARY KEY (import_id, number),
        CONSTRAINT import_chunks_import_id_fkey
          FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
      );
      CREATE TABLE import_rejections (
        import_id uuid   NOT NULL,
        line      int    NOT NULL,
        sku       text,
        reasons   text[] NOT NULL,
        CONSTRAINT import_rejections_pkey PRIMARY KEY (import_id, line),
        CONSTRAINT import_rejections_import_id_fkey
          FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
      );
    `);
  }

  /** The extensions stay: who looks after the database may have made them for others as well. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE import_rejections, import_chunks, imports, spellings;
      DROP FUNCTION listing_spellings, listing_words, fold_words;
      DROP TABLE listings, stock_movements, stock_holds, store_products, products, categories,
        stores;
    `);
  }
}
