// How often a search of the real catalogue shows a good answer first, or among the first.
import { createReadStream, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CatalogImport, StoresService } from '../src/catalog/index.js';
import { Larder } from './support/larder.js';
import { cataloguePath, hasRealInput } from './support/real-input.js';

/** A good answer: its name matches, does not match `not`, and its place matches `category`. */
interface Judgement {
  readonly q: string;
  readonly name: string;
  /** Matched against `Department / Aisle`. */
  readonly category: string;
  readonly not: string;
}

interface Item {
  readonly name: string;
  readonly path: readonly { readonly name: string }[];
}

const file = new URL('search-judgements.csv', import.meta.url);
const judgements: Judgement[] = parse(readFileSync(file), { columns: true });

/** Per number of first results: the judged searches with a good one. Raise, never lower. */
const reached = { 1: 91, 3: 95, 10: 96 };

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

const isGood = (item: Item, { name, category, not }: Judgement) =>
  new RegExp(name, 'i').test(item.name) &&
  new RegExp(category).test(item.path.map((each) => each.name).join(' / ')) &&
  (not === '' || !new RegExp(not, 'i').test(item.name));

it.skipIf(!hasRealInput)(
  `finds what people mean${hasRealInput ? '' : ' (skipped: ../shared/data is absent)'}`,
  async () => {
    expect(judgements.length).toBeGreaterThanOrEqual(60);
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
