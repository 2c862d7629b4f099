import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import {
  conditionsOf,
  type CountedRow,
  counting,
  listingColumns,
  nowAt,
  orders,
  type ListingPage,
  pageOf,
  pageParameters,
  type ListingPageQuery,
  storeAt,
} from './listing.queries.js';
import { gtinOf } from '../text/gtin.js';
import type { SearchQuery, Suggestion, WordQueries } from '../search/search-words.js';

export interface SearchPage extends ListingPageQuery {
  readonly query: SearchQuery | null;
  /** A possible SKU or barcode, in lower case. */
  readonly code: string | null;
  /** Tried where nothing is found. */
  readonly suggestions: readonly Suggestion[];
}

export interface FoundPage extends ListingPage {
  /** What the best match lacks, of the words and sizes of the search. */
  readonly dropped: readonly string[];
  /** The suggestions that find something with the same filters. */
  readonly suggestions: readonly string[];
}

interface FoundRow extends CountedRow {
  /** Bits of the best match: of `typed`, what it lacks. */
  missed: number | null;
  /** Numbers of suggestions, from 1. */
  fruitful: number[] | null;
}

/** Searches for shoppers, in one statement over the read table. */
@Injectable()
export class SearchQueries {
  constructor(private readonly database: Database) {}

  /** Finds products with all the words or that code; if none, those with some of the words. */
  async search(page: SearchPage): Promise<FoundPage> {
    const { query, code, sort, after, suggestions } = page;
    const parameters = pageParameters(page);
    const add = (value: unknown) => `$${parameters.push(value)}`;
    const has = (text: string) => `search_words @@ ${add(text)}::tsquery`;
    const filters = conditionsOf(page.filters, parameters).join(' AND ');
    const { by, type, direction } = orders[sort];

    const score = query ? scoreOf(query, has, add) : '0';
    const every: string[] = query ? [has(query.every)] : [];
    let bonus = '';
    if (code !== null) {
      const isCode = [`lower(sku) = ${add(code)}`, `barcode = ${add(gtinOf(code) ?? code)}`];
      every.push(...isCode);
      bonus = ` + CASE WHEN ${isCode.join(' OR ')} THEN ${asked} ELSE 0 END`;
    }
    const found = (condition: string, missed: string) =>
      `SELECT product_id, ${by} AS sorted, score, missed FROM (
         SELECT *, (${score}${bonus})::int AS score, ${missed} AS missed FROM listings
         WHERE ${filters} AND ${condition}) AS scored`;
    const some = query?.some
      ? `UNION ALL ${found(`${has(query.some)} AND NOT EXISTS (SELECT FROM complete)`, missedOf(query, has))}`
      : '';

    let past = '';
    if (after) {
      const beyond = direction === 'ASC' ? '>' : '<';
      past = `WHERE (sorted, product_id) ${beyond} (${add(after[0])}::${type}, ${add(after[1])}::uuid)`;
    }
    const shown = `SELECT ${listingColumns(nowAt)}, sorted FROM (
        SELECT product_id, sorted FROM found ${past}
        ORDER BY sorted ${direction}, product_id ${direction} LIMIT $1) AS best
      JOIN listings USING (product_id) WHERE store_id = ${storeAt}`;
    const counted = page.count ? 'SELECT count(*)::int AS total FROM found' : null;
    const fruitful =
      suggestions.length === 0
        ? 'NULL::int[]'
        : `(SELECT array_agg(nth::int ORDER BY nth)
            FROM unnest(${add(suggestions.map(({ every: all }) => all))}::text[])
              WITH ORDINALITY AS suggestion (every, nth)
            WHERE NOT EXISTS (SELECT FROM found) AND 0 < (SELECT count(*) FROM listings
              WHERE ${filters} AND search_words @@ suggestion.every::tsquery))`;
    const missed = query?.some
      ? '(SELECT missed FROM found ORDER BY score DESC, product_id LIMIT 1)'
      : '0';
    const rows = await this.database.query<FoundRow>(
      `WITH complete AS MATERIALIZED (${found(`(${every.join(' OR ')})`, '0')}),
         found AS MATERIALIZED (SELECT * FROM complete ${some})
       SELECT listed.*, ${missed} AS missed, ${fruitful} AS fruitful FROM (
       ${counting({ page: shown, counted, direction, filters: page.filters })}) listed`,
      parameters,
    );
    const lacks = rows[0]?.missed ?? 0;
    return {
      ...pageOf(rows),
      dropped: (query?.typed ?? []).filter((_, nth) => (lacks >> nth) & 1),
      suggestions: (rows[0]?.fruitful ?? []).map((nth) => suggestions[nth - 1]!.text),
    };
  }
}

/** More than any words can score: a SKU or barcode always wins. */
const asked = 1_000_000;

/**
 * Scores how well a listing matches, in points. A word counts most as the head of the name, then
 * anywhere in it, then as the beginning of a word. It also counts in the category's name, so that
 * milk comes before milk chocolate. Short names, names that begin with the words, and names that
 * have them side by side get more: they are more likely about just that. Words that are joined in
 * the name count as they would apart.
 */
function scoreOf(
  query: SearchQuery,
  has: (text: string) => string,
  add: (value: unknown) => string,
): string {
  const word = ({ head, named, begunHead, begun, category }: WordQueries) => `
    CASE WHEN ${has(head)} THEN 600 WHEN ${has(named)} THEN 500 WHEN ${has(begunHead)} THEN 350
      WHEN ${has(begun)} THEN 300 ELSE 0 END
    + CASE WHEN ${has(category)} THEN 400 ELSE 0 END`;
  const when = (condition: string, points: number) =>
    `CASE WHEN ${condition} THEN ${points} ELSE 0 END`;
  const words = query.words.map(word);
  const apart = [...words, ...(query.phrase === null ? [] : [when(has(query.phrase), 200)])];
  const joined = query.joined.map(({ from, span, head, named }) =>
    [
      ...words.slice(0, from),
      ...words.slice(from + span),
      `CASE WHEN ${has(head)} THEN ${500 * span + 300} WHEN ${has(named)} THEN ${500 * span} ELSE 0 END`,
    ].join(' + '),
  );
  return [
    `greatest(${[apart.join(' + ') || '0', ...joined].join(', ')})`,
    ...query.sizes.map((size) => when(has(size), 300)),
    ...(query.start === null ? [] : [when(`starts_with(search_text, ${add(query.start)})`, 120)]),
    '200 - 2 * least(length(search_text), 100)',
  ].join(' + ');
}

/** Which of the words and sizes a listing lacks, as bits. */
const missedOf = ({ words, sizes }: SearchQuery, has: (text: string) => string) =>
  [...words.map(({ any }) => any), ...sizes]
    .map((text, nth) => `CASE WHEN ${has(text)} THEN 0 ELSE ${1 << nth} END`)
    .join(' + ');
