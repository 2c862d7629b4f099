import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Searches by words and their nearest spellings; every way to list has an index to walk along. */
export class SearchByWords1764100100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
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
      $$`);
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
      $$`);

    // Every word of what was ever listed: what a misspelt one may have meant.
    await queryRunner.query(String.raw`
      CREATE FUNCTION listing_spellings(listing listings) RETURNS TABLE (word text)
      LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT said FROM regexp_split_to_table(concat_ws(' ', listing.search_text,
          fold_words(concat_ws(' ', listing.category_name, listing.department_name))), ' ') said
        WHERE length(said) > 2 AND said !~ '[0-9]'
      $$`);
    await queryRunner.query('CREATE TABLE spellings (word text COLLATE "C" PRIMARY KEY)');
    await queryRunner.query(
      'CREATE INDEX spellings_trigrams ON spellings USING gin (word gin_trgm_ops)',
    );

    await queryRunner.query('DROP INDEX listings_trigrams');
    await queryRunner.query('ALTER TABLE listings ADD aisle_slug text, ADD aisle_name text');
    await queryRunner.query(`
      UPDATE listings SET aisle_slug = aisle.slug, aisle_name = aisle.name
      FROM categories aisle WHERE aisle.id = aisle_id`);
    await queryRunner.query(`
      UPDATE listings SET search_text = fold_words(concat_ws(' ', name, brand)),
        search_words = listing_words(name, brand, category_name,
          concat_ws(' ', department_name, aisle_name), size_label)`);
    await queryRunner.query(`
      INSERT INTO spellings
      SELECT DISTINCT word FROM listings, listing_spellings(listings) word`);

    // Goods without a unit price stand last. A NULL cannot be compared with the last row seen.
    for (const place of ['store', 'department', 'aisle', 'shelf']) {
      const columns = place === 'store' ? 'store_id' : `store_id, ${place}_id`;
      const only = place === 'store' ? '' : `WHERE ${place}_id IS NOT NULL`;
      await queryRunner.query(`DROP INDEX listings_${place}_unit_price`);
      await queryRunner.query(
        `CREATE INDEX listings_${place}_unit_price ON listings
         (${columns}, coalesce(unit_price_minor, 9223372036854775807), product_id) ${only}`,
      );
    }
    // For filters that few rows pass: walking a whole place for them would be slow.
    await queryRunner.query(
      'CREATE INDEX listings_brand ON listings (store_id, lower(brand), sort_name, product_id)',
    );
    await queryRunner.query(
      'CREATE INDEX listings_on_sale ON listings (store_id, sort_name, product_id) WHERE on_sale',
    );
    await queryRunner.query('CREATE INDEX listings_dietary ON listings USING gin (dietary)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP INDEX listings_brand, listings_on_sale, listings_dietary, listings_store_unit_price',
    );
    await queryRunner.query(
      'CREATE INDEX listings_store_unit_price ON listings (store_id, unit_price_minor, product_id)',
    );
    for (const place of ['department', 'aisle', 'shelf']) {
      await queryRunner.query(`DROP INDEX listings_${place}_unit_price`);
      await queryRunner.query(
        `CREATE INDEX listings_${place}_unit_price ON listings
         (store_id, ${place}_id, unit_price_minor, product_id) WHERE ${place}_id IS NOT NULL`,
      );
    }
    await queryRunner.query(`
      UPDATE listings SET search_text = unaccent(lower(concat_ws(' ', name, brand)))`);
    await queryRunner.query(`
      UPDATE listings SET search_words = setweight(to_tsvector('simple', search_text), 'A')
        || setweight(to_tsvector('simple',
             unaccent(lower(category_name || ' ' || department_name))), 'D')`);
    await queryRunner.query('ALTER TABLE listings DROP aisle_slug, DROP aisle_name');
    await queryRunner.query(
      'CREATE INDEX listings_trigrams ON listings USING gin (search_text gin_trgm_ops)',
    );
    await queryRunner.query('DROP TABLE spellings');
    await queryRunner.query('DROP FUNCTION listing_spellings, listing_words, fold_words');
  }
}
