import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Says what a store knows of the words of a search. */
export class AskWordsOfAStore1764131010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // What a store knows of the words of a search, as `AskedWord`s. A function keeps the plans of
    // its many small questions; planning them with each search would take longer than they do.
    await queryRunner.query(String.raw`
      CREATE FUNCTION is_listed(at_store uuid, said text, stem text DEFAULT NULL) RETURNS boolean
      LANGUAGE plpgsql STABLE AS $$
        BEGIN
          RETURN EXISTS (SELECT FROM listed_words WHERE store_id = at_store AND word = said)
            -- Few words share a beginning, but many listings. A stem ends in “i” for “y”.
            OR stem IS NOT NULL AND EXISTS (SELECT FROM spellings
              WHERE word >= rtrim(stem, 'i') AND word < rtrim(stem, 'i') || chr(1114111)
                AND length(word) < length(stem) + 5 AND (ts_lexize('english_stem', word))[1] = stem
                AND EXISTS (SELECT FROM listed_words listed
                  WHERE store_id = at_store AND listed.word = spellings.word));
        END
      $$;
      CREATE FUNCTION stemmed(spelling text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
        BEGIN
          RETURN (SELECT jsonb_agg(jsonb_build_object('word', word,
              'stem', (ts_lexize('english_stem', word))[1]) ORDER BY nth)
            FROM regexp_split_to_table(spelling, ' ') WITH ORDINALITY AS each (word, nth));
        END
      $$;
      CREATE FUNCTION asked_words(at_store uuid, raw text, most int) RETURNS jsonb
      LANGUAGE plpgsql STABLE AS $$
        DECLARE
          list uuid := coalesce((SELECT store_id FROM search_equals WHERE store_id = at_store),
            '00000000-0000-0000-0000-000000000000');
          words text[] := ARRAY(
            SELECT each.word
            FROM regexp_split_to_table(fold_words(raw), ' ') WITH ORDINALITY AS each (word, nth)
            WHERE each.word ~ '[[:alnum:]]' OR each.word ~ '[\u0300-\U0001efff]'
            ORDER BY nth LIMIT most);
          keys text[] := ARRAY(
            SELECT coalesce((ts_lexize('english_stem', each.word))[1], each.word)
            FROM unnest(words) WITH ORDINALITY AS each (word, nth) ORDER BY nth);
          said text;
          stem text;
          known boolean;
          alike text[];
          joined jsonb;
          near jsonb;
          form text;
          answer jsonb := '[]';
        BEGIN
          FOR nth IN 1 .. cardinality(words) LOOP
            said := words[nth];
            stem := (ts_lexize('english_stem', said))[1];
            known := said ~ '[0-9]'
              OR EXISTS (SELECT FROM listed_words WHERE store_id = at_store
                AND word >= said AND word < said || chr(1114111))
              OR said ~ 's$' AND is_listed(at_store, said, stem);

            alike := ARRAY(SELECT equal FROM search_equal_terms
              WHERE store_id = list AND stems = keys[nth]
                AND NOT EXISTS (SELECT FROM unnest(string_to_array(equal, ' ')) part
                  WHERE NOT is_listed(at_store, part, (ts_lexize('english_stem', part))[1])));
            FOREACH form IN ARRAY ARRAY[
              -- German and Nordic letters typed without their marks: “kaese” for “Käse”.
              regexp_replace(said, '([aou])e', '\1', 'g'),
              replace(said, 'aa', 'a'),
              -- Plurals in -n, as of “Bananen” and “Kartoffeln”; those in -en and -es only of
              -- words that the store lacks, lest the chicken finds a chick.
              CASE WHEN said ~ '^.{3,}[elr]n$' THEN left(said, -1) END,
              CASE WHEN NOT known AND said ~ '^.{3,}e[ns]$' THEN left(said, -2) END,
              -- The article of Arabic.
              CASE WHEN said ~ '^\u0627\u0644..' THEN substr(said, 3)
                WHEN said ~ '^[\u0621-\u064a]{2,}$' THEN U&'\0627\0644' || said END
            ] LOOP
              IF form <> said AND is_listed(at_store, form) THEN alike := alike || form; END IF;
            END LOOP;
            IF said ~ '[0-9]' THEN
              -- “wd40” is “WD-40”.
              form := regexp_replace(regexp_replace(said, '([0-9])([^0-9])', '\1 \2', 'g'),
                '([^0-9])([0-9])', '\1 \2', 'g');
              IF form <> said AND form ~ ' ' THEN alike := alike || form; END IF;
            ELSIF length(said) BETWEEN 3 AND 30 THEN
              -- “cornflakes” is “Corn Flakes”.
              -- Counted last, as the planner would rather walk a whole store for one match.
              alike := alike || ARRAY(SELECT one || ' ' || two
                FROM generate_series(1, length(said) - 1) at,
                  LATERAL (SELECT left(said, at) AS one, substr(said, at + 1) AS two) half,
                  LATERAL (SELECT (ts_lexize('english_stem', two))[1] AS two_stem) ending
                WHERE (at BETWEEN 2 AND length(said) - 2 OR length(said) < 5)
                  AND CASE WHEN NOT EXISTS (SELECT FROM listed_words
                        WHERE store_id = at_store AND word = one) THEN false
                      WHEN NOT is_listed(at_store, two, two_stem) THEN false
                      ELSE (SELECT count(*) FROM listings WHERE store_id = at_store
                        AND search_words @@ format('''%s'' <-> (''%s'' | ''%s'')', one, two,
                          coalesce(two_stem, two))::tsquery) > 0 END);
            END IF;
            IF said ~ '^[\uac00-\ud7a3]{2,}$' THEN
              -- Korean writes compounds as one word.
              alike := alike || ARRAY(SELECT word FROM spellings
                WHERE word >= U&'\AC00' AND word < U&'\D7A4' AND position(said IN word) > 1
                  AND EXISTS (SELECT FROM listed_words listed
                    WHERE store_id = at_store AND listed.word = spellings.word)
                LIMIT 20);
            END IF;

            joined := '[]';
            FOR span IN 2 .. least(3, cardinality(words) - nth + 1) LOOP
              form := array_to_string(words[nth : nth + span - 1], '');
              joined := joined || coalesce((
                SELECT jsonb_agg(jsonb_build_object('span', span, 'words', stemmed(spelling)))
                FROM (
                  SELECT form AS spelling
                  WHERE is_listed(at_store, form, (ts_lexize('english_stem', form))[1])
                  UNION SELECT equal FROM search_equal_terms
                  WHERE store_id = list
                    AND stems = array_to_string(keys[nth : nth + span - 1], ' ')
                    AND NOT EXISTS (SELECT FROM unnest(string_to_array(equal, ' ')) part
                      WHERE NOT is_listed(at_store, part, (ts_lexize('english_stem', part))[1]))
                ) AS together), '[]');
            END LOOP;

            near := '[]';
            IF NOT known AND alike = '{}' AND length(said) > 2 THEN
              -- Words of similar trigrams; and, as short words have few, of the same first letter.
              near := coalesce((SELECT jsonb_agg(jsonb_build_object('word', word,
                  'stem', (ts_lexize('english_stem', word))[1]))
                FROM ((SELECT word FROM spellings
                       WHERE word % said AND EXISTS (SELECT FROM listed_words listed
                         WHERE store_id = at_store AND listed.word = spellings.word)
                       ORDER BY similarity(word, said) DESC, word LIMIT 30)
                      UNION
                      (SELECT word FROM spellings
                       WHERE word >= left(said, 1) AND word < left(said, 1) || chr(1114111)
                         AND length(said) < 7
                         AND length(word) BETWEEN length(said) - 1 AND length(said) + 1
                         AND EXISTS (SELECT FROM listed_words listed
                           WHERE store_id = at_store AND listed.word = spellings.word)
                       LIMIT 300)) AS candidates), '[]');
            END IF;

            answer := answer || jsonb_build_object('word', said, 'stem', stem,
              'isKnown', known OR alike <> '{}', 'near', near, 'joined', joined,
              'alike', coalesce((SELECT jsonb_agg(stemmed(spelling))
                FROM (SELECT DISTINCT unnest(alike) AS spelling) AS others), '[]'));
          END LOOP;
          RETURN answer;
        END
      $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION asked_words, stemmed, is_listed');
  }
}
