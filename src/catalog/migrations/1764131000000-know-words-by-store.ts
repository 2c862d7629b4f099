import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The words of each store's listings, shops' lists of equal spellings, sizes as words, and Arabic
 * as people type it.
 */
export class KnowWordsByStore1764131000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // As before, and letters of Arabic that are typed for one another are one; so are its digits.
    await queryRunner.query(String.raw`
      CREATE OR REPLACE FUNCTION fold_words(raw text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT trim(regexp_replace(regexp_replace(regexp_replace(
          translate(unaccent(lower(normalize(raw, NFKC))), ${folded}),
          '[''\u0060\u00b4\u02bc\u2018\u2019\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200d]', '', 'g'),
          '([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g'),
          '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f]+', ' ', 'g'))
      $$;
    `);
    // A size as its label says it, and in grams or millilitres: of an item, and of the pack.
    await queryRunner.query(`
      CREATE FUNCTION size_words(label text, count int, amount numeric, unit text)
      RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN unit IN ('g', 'ml') THEN concat_ws(' ', label,
          replace(trim_scale(amount)::text, '.', 'd') || unit,
          replace(trim_scale(amount * count)::text, '.', 'd') || unit)
        ELSE label END
      $$;
      -- The words of a listing, without sizes and bare numbers.
      CREATE FUNCTION words_of_listing(search_text text, places text)
      RETURNS TABLE (word text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT DISTINCT said
        FROM regexp_split_to_table(concat_ws(' ', search_text, fold_words(places)), ' ') said
        WHERE said ~ '[^0-9]'
      $$;
      -- Which listings have a word. A row is there as long as the listing says the word.
      CREATE TABLE listed_words (
        store_id   uuid NOT NULL,
        word       text NOT NULL COLLATE "C",
        product_id uuid NOT NULL,
        CONSTRAINT listed_words_pkey PRIMARY KEY (store_id, word, product_id)
      );
    `);
    await queryRunner.query(`
      UPDATE listings SET search_text = fold_words(concat_ws(' ', name, brand)),
        search_words = listing_words(name, brand, category_name,
          concat_ws(' ', department_name, aisle_name),
          size_words(size_label, size_count, size_amount, size_unit))
      WHERE concat_ws(' ', name, brand, category_name, department_name, aisle_name) ~ '[${typed}]';
      UPDATE listings SET search_words = search_words || setweight(to_tsvector('simple',
          size_words('', size_count, size_amount, size_unit)), 'D')
      WHERE size_unit IN ('g', 'ml')
        AND concat_ws(' ', name, brand, category_name, department_name, aisle_name) !~ '[${typed}]';
      INSERT INTO listed_words SELECT store_id, word, product_id
      FROM listings, words_of_listing(search_text,
        concat_ws(' ', category_name, department_name, aisle_name)) ORDER BY 1, 2, 3;
      INSERT INTO spellings SELECT DISTINCT word FROM listed_words
      WHERE length(word) > 2 AND word !~ '[0-9]' ORDER BY 1 ON CONFLICT DO NOTHING;
    `);
    // Sets of spellings that find each other; the terms are derived from the sets. The store with
    // the nil id is nobody's: its list holds for the shops that have none of their own.
    await queryRunner.query(`
      CREATE TABLE search_equals (
        store_id uuid  NOT NULL,
        version  int   NOT NULL,
        sets     jsonb NOT NULL,
        CONSTRAINT search_equals_pkey PRIMARY KEY (store_id)
      );
      CREATE TABLE search_equal_terms (
        store_id uuid NOT NULL,
        -- The stem of each of the words.
        stems    text NOT NULL COLLATE "C",
        -- What finds the same.
        equal    text NOT NULL COLLATE "C",
        CONSTRAINT search_equal_terms_pkey PRIMARY KEY (store_id, stems, equal),
        CONSTRAINT search_equal_terms_store_id_fkey
          FOREIGN KEY (store_id) REFERENCES search_equals (store_id)
      );
      CREATE FUNCTION search_terms_of(sets jsonb) RETURNS TABLE (stems text, equal text)
      LANGUAGE sql STABLE AS $$
        SELECT DISTINCT (
            SELECT string_agg(coalesce((ts_lexize('english_stem', word))[1], word), ' ' ORDER BY nth)
            FROM regexp_split_to_table(term, ' ') WITH ORDINALITY AS each (word, nth)), other
        FROM jsonb_array_elements(sets) alike, jsonb_array_elements_text(alike) term,
          jsonb_array_elements_text(alike) other
        WHERE term <> other
      $$;
      INSERT INTO search_equals VALUES ('${nobody}', 0,
        '${JSON.stringify(shipped.map((set) => set.split(', ')))}');
      INSERT INTO search_equal_terms
      SELECT store_id, stems, equal FROM search_equals, search_terms_of(sets);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE search_equal_terms, search_equals, listed_words;
      DROP FUNCTION search_terms_of, words_of_listing, size_words;
    `);
    await queryRunner.query(String.raw`
      CREATE OR REPLACE FUNCTION fold_words(raw text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT trim(regexp_replace(regexp_replace(regexp_replace(
          unaccent(lower(normalize(raw, NFKC))),
          '[''\u0060\u00b4\u02bc\u2018\u2019\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200d]', '', 'g'),
          '([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g'),
          '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f]+', ' ', 'g'))
      $$;
      UPDATE listings SET search_text = fold_words(concat_ws(' ', name, brand)),
        search_words = listing_words(name, brand, category_name,
          concat_ws(' ', department_name, aisle_name), size_label)
      WHERE size_unit IN ('g', 'ml')
        OR concat_ws(' ', name, brand, category_name, department_name, aisle_name) ~ '[${typed}]';
    `);
  }
}

// Escapes, as the letters' own direction would shuffle the lines: alef with hamza or madda, and
// wasla; alef maqsura; Persian kaf and yeh; teh marbuta; the digits of Arabic and of Persian.
const typed = String.raw`\u0623\u0625\u0622\u0671\u0649\u06a9\u06cc\u0629\u0660-\u0669\u06f0-\u06f9`;
const folded =
  String.raw`U&'\0623\0625\0622\0671\0649\06a9\06cc\0629` +
  String.raw`\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669` +
  String.raw`\06f0\06f1\06f2\06f3\06f4\06f5\06f6\06f7\06f8\06f9', ` +
  String.raw`U&'\0627\0627\0627\0627\064a\0643\064a\0647' || '01234567890123456789'`;

const nobody = '00000000-0000-0000-0000-000000000000';

const shipped = [
  'yogurt, yoghurt, yoghourt',
  'hummus, houmous, hommous, humus',
  'courgette, zucchini',
  'aubergine, eggplant, brinjal',
  'chilli, chili',
  'muesli, musli',
  'doughnut, donut',
  'coriander, cilantro',
  'rocket, arugula',
  'swede, rutabaga',
  'spring onion, scallion, green onion',
  'bell pepper, capsicum',
  'chickpea, garbanzo',
  'prawn, shrimp',
  'icing sugar, powdered sugar',
  'caster sugar, castor sugar',
  'cornflour, cornstarch, corn starch',
  'wholemeal, wholewheat, whole wheat',
  'ice lolly, popsicle',
  'omelette, omelet',
  'caviar, caviare',
  'falafel, felafel',
  'kebab, kabab, kebap',
  'halloumi, haloumi',
  'labneh, labnah, lebneh, labaneh',
  'tahini, tahina, tahine',
  'paneer, panir',
  'pak choi, bok choy, pak choy',
  'sriracha, siracha',
  'whisky, whiskey',
  'nappy, diaper',
  'kitchen roll, paper towel',
  'cling film, plastic wrap',
  'washing up liquid, dish soap, dishwashing liquid',
  'bin bag, garbage bag, trash bag',
  'flavour, flavor',
  'fibre, fiber',
];
