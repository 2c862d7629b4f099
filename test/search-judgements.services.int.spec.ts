// How often a search of the real catalogue shows a good answer first, or among the first.
import { createReadStream, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CatalogImport, StoresService } from '../src/catalog/index.js';
import { Larder } from './support/larder.js';
import { cataloguePath, hasRealInput } from './support/real-input.js';

/** A good answer: its name, place and size match, and its name does not match `not`. */
interface Judgement {
  readonly q: string;
  readonly name: string;
  /** Matched against `Department / Aisle`. */
  readonly category: string;
  readonly not: string;
  /** Matched against the label; left out for any. */
  readonly size?: string;
}

interface Item {
  readonly name: string;
  readonly path: readonly { readonly name: string }[];
  readonly size: { readonly label: string } | null;
}

/** Searches by the words of names, and as shoppers type them, with the sizes that they want. */
const files = [
  { file: 'search-judgements.csv', least: 60, reached: { 1: 91, 3: 95, 10: 96 } },
  { file: 'search-judgements-typed.csv', least: 60, reached: { 1: 75, 3: 79, 10: 80 } },
].map(({ file, ...known }) => {
  const text = readFileSync(new URL(file, import.meta.url));
  return { ...known, file, judgements: parse(text, { columns: true }) as Judgement[] };
});

let larder: Larder;
beforeAll(async () => {
  if (!hasRealInput) return;
  larder = await Larder.open();
  await larder.app.get(StoresService).open({
    slug: 'real',
    name: 'Real',
    currency: 'AED',
    timeZone: 'Asia/Dubai',
    location: { lat: 25.1, lng: 55.1 },
    openingHours: [],
  });
  await larder.app.get(CatalogImport).run(createReadStream(cataloguePath), { initialStock: 9 });
}, 240_000);
afterAll(() => larder?.close());

const isGood = (item: Item, { name, category, not, size = '' }: Judgement) =>
  new RegExp(name, 'i').test(item.name) &&
  new RegExp(category).test(item.path.map((each) => each.name).join(' / ')) &&
  (not === '' || !new RegExp(not, 'i').test(item.name)) &&
  new RegExp(size, 'i').test(item.size?.label ?? '');

it.skipIf(!hasRealInput).each(files)(
  `finds what people mean: $file${hasRealInput ? '' : ' (skipped: ../shared/data is absent)'}`,
  // Per number of first results `reached`: the searches with a good one. Raise, never lower.
  async ({ judgements, least, reached }) => {
    expect(judgements.length).toBeGreaterThanOrEqual(least);
    const found = { 1: 0, 3: 0, 10: 0 };
    const missed: string[] = [];
    for (const judgement of judgements) {
      const answer = await larder.anyone.get(`/v1/products?q=${encodeURIComponent(judgement.q)}`);
      const items: Item[] = answer.body.items;
      const rank = items.findIndex((item) => isGood(item, judgement));
      for (const first of [1, 3, 10] as const) if (rank >= 0 && rank < first) found[first] += 1;
      if (rank < 0 || rank >= 3) missed.push(`“${judgement.q}” shows ${items[0]?.name}`);
    }
    const shares = Object.entries(found).map(
      ([first, count]) => `${((count / judgements.length) * 100).toFixed(1)} % at ${first}`,
    );
    console.info(`${judgements.length} judged searches: ${shares.join(', ')}`);
    for (const first of [1, 3, 10] as const) {
      expect(found[first], missed.join('; ')).toBeGreaterThanOrEqual(reached[first]);
    }
  },
  120_000,
);
