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
import type { SearchQuery, WordQueries } from '../search/search-words.js';

export interface SearchPage extends ListingPageQuery {
  readonly query: SearchQuery | null;
  /** A possible SKU or barcode, in lower case. */
  readonly code: string | null;
}

/** Searches for shoppers, in one statement over the read table. */
@Injectable()
export class SearchQueries {
  constructor(private readonly database: Database) {}

  /** Finds products with all the words or that code; if none, those with some of the words. */
  async search(page: SearchPage): Promise<ListingPage> {
    const { query, code, sort, after } = page;
    const parameters = pageParameters(page);
    const add = (value: unknown) => `$${parameters.push(value)}`;
    const filters = conditionsOf(page.filters, parameters).join(' AND ');
    const { by, type, direction } = orders[sort];

    const score = query ? scoreOf(query, add) : '0';
    const every: string[] = query ? [`search_words @@ ${add(query.every)}::tsquery`] : [];
    let bonus = '';
    if (code !== null) {
      const isCode = [`lower(sku) = ${add(code)}`, `barcode = ${add(gtinOf(code) ?? code)}`];
      every.push(...isCode);
      bonus = ` + CASE WHEN ${isCode.join(' OR ')} THEN ${asked} ELSE 0 END`;
    }
    const found = (condition: string) =>
      `SELECT product_id, ${by} AS sorted FROM (
         SELECT *, (${score}${bonus})::int AS score FROM listings
         WHERE ${filters} AND ${condition}) AS scored`;
    const some = query?.some
      ? `UNION ALL ${found(`search_words @@ ${add(query.some)}::tsquery
          AND NOT EXISTS (SELECT FROM complete)`)}`
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
    const rows = await this.database.query<CountedRow>(
      `WITH complete AS MATERIALIZED (${found(`(${every.join(' OR ')})`)}),
         found AS MATERIALIZED (SELECT * FROM complete ${some})
       ${counting({ page: shown, counted, direction, filters: page.filters })}`,
      parameters,
    );
    return pageOf(rows);
  }
}

/** More than any words can score: a SKU or barcode always wins. */
const asked = 1_000_000;

/**
 * Scores how well a listing matches, in points. A word counts most as the head of the name, then
 * anywhere in it, then as the beginning of a word. It also counts in the category's name, so that
 * milk comes before milk chocolate. Short names, names that begin with the words, and names that
 * have them side by side get more: they are more likely about just that.
 */
function scoreOf(query: SearchQuery, add: (value: unknown) => string): string {
  const has = (text: string) => `search_words @@ ${add(text)}::tsquery`;
  const word = ({ head, named, begunHead, begun, category }: WordQueries) => `
    CASE WHEN ${has(head)} THEN 600 WHEN ${has(named)} THEN 500 WHEN ${has(begunHead)} THEN 350
      WHEN ${has(begun)} THEN 300 ELSE 0 END
    + CASE WHEN ${has(category)} THEN 400 ELSE 0 END`;
  const when = (text: string | null, points: number) =>
    text === null ? '0' : `CASE WHEN ${has(text)} THEN ${points} ELSE 0 END`;
  const start = `CASE WHEN starts_with(search_text, ${add(query.start)}) THEN 120 ELSE 0 END`;
  const brevity = '200 - 2 * least(length(search_text), 100)';
  return [
    ...query.words.map(word),
    when(query.phrase, 200),
    when(query.joined, 1200),
    start,
    brevity,
  ].join(' + ');
}
