import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alphabetOf } from '../text/alphabet.js';

/** Gives stores a language, and sorts the names of their listings as it does. */
export class SortNamesByLanguage1764138000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // How each language sorts that a store has or had, as ICU said when it was first asked. Kept, so
    // that keys which were written before and after an update of ICU sort together.
    await queryRunner.query(`
      CREATE TABLE alphabets (
        language  text   NOT NULL,
        pieces    text[] NOT NULL,
        stand_ins text[] NOT NULL,
        letters   text   NOT NULL,
        bases     text   NOT NULL,
        accents   text   NOT NULL,
        cases     text   NOT NULL,
        CONSTRAINT alphabets_pkey PRIMARY KEY (language)
      );
    `);
    const { language, pieces, standIns, letters, bases, accents, cases } = alphabetOf('en');
    await queryRunner.query('INSERT INTO alphabets VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      language,
      pieces,
      standIns,
      letters,
      bases,
      accents,
      cases,
    ]);
    // The key of a text: its letters, then its accents, then its cases; each decides where those
    // before it are equal. Byte order is the order of the language. Cut, as an index has no room
    // for the longest texts three times.
    await queryRunner.query(`
      CREATE FUNCTION sort_key(raw text, by_alphabet alphabets) RETURNS text
      LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
          said text := normalize(raw, NFKC);
        BEGIN
          FOR nth IN 1 .. cardinality(by_alphabet.pieces) LOOP
            said := replace(said, by_alphabet.pieces[nth], by_alphabet.stand_ins[nth]);
          END LOOP;
          RETURN left(translate(said, by_alphabet.letters, by_alphabet.bases)
            || chr(1) || rtrim(translate(said, by_alphabet.letters, by_alphabet.accents), chr(2))
            || chr(1) || rtrim(translate(said, by_alphabet.letters, by_alphabet.cases), chr(2)),
            400);
        END
      $$;
      ALTER TABLE stores ADD COLUMN language text NOT NULL DEFAULT 'en',
        ADD CONSTRAINT stores_language_fkey FOREIGN KEY (language) REFERENCES alphabets (language);
    `);
    // A large catalogue takes longer than the pool gives a statement.
    await queryRunner.query('SET LOCAL statement_timeout = 0');
    await queryRunner.query(`
      UPDATE listings SET sort_name = sort_key(name, alphabet)
      FROM alphabets alphabet WHERE alphabet.language = 'en'
    `);
    await queryRunner.query('SET LOCAL statement_timeout TO DEFAULT');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE listings SET sort_name = lower(name);
      ALTER TABLE stores DROP COLUMN language;
      DROP FUNCTION sort_key;
      DROP TABLE alphabets;
    `);
  }
}
