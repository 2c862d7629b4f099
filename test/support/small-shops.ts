// Shops of a few goods each, and what shoppers find in them.
import { CatalogImport, StoresService } from '../../src/catalog/index.js';
import { Database } from '../../src/platform/index.js';
import type { Larder } from './larder.js';
import { wanted } from './people.js';

export interface Answered {
  readonly names: readonly string[];
  readonly suggestions: readonly string[] | undefined;
  readonly dropped: readonly string[] | undefined;
}

export class SmallShops {
  constructor(private readonly larder: Larder) {}

  /** Opens a store, and answers its slug. */
  async open(slug: string, ...rows: string[]): Promise<string> {
    await this.larder.app.get(StoresService).open({
      slug,
      name: slug,
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      location: { lat: 45, lng: 9 },
      openingHours: [],
    });
    await this.sell(slug, ...rows);
    return slug;
  }

  /** Imports rows of `sku,name,brand,category,size`; the last columns may be left out. */
  async sell(store: string, ...rows: string[]): Promise<void> {
    async function* file() {
      yield 'sku,name,brand,category,size,subcategory,price,currency,stock\n';
      for (const row of rows) {
        const [sku, name, brand = '', category = 'Food', size = ''] = row.split(',');
        yield `${sku},"${name}",${brand},${category},"${size}",,5.00,EUR,9\n`;
      }
    }
    const landed = await this.larder.app.get(CatalogImport).run(file(), { store });
    if (landed.rejected > 0) throw new Error(`${landed.rejected} rows were rejected`);
  }

  /** Searches; `filters` go on with the query string, such as `&onSale=true`. */
  async ask(store: string, q: string, filters = ''): Promise<Answered> {
    const path = `/v1/products?limit=100&store=${store}&q=${encodeURIComponent(q)}${filters}`;
    const { items, suggestions, dropped } = await wanted(200, this.larder.anyone.get(path));
    return { names: items.map(({ name }: { name: string }) => name), suggestions, dropped };
  }

  /** The names that are found, by the alphabet. */
  async found(store: string, q: string): Promise<readonly string[]> {
    return (await this.ask(store, q)).names.toSorted();
  }

  async productId(sku: string): Promise<string> {
    const [row] = await this.larder.app
      .get(Database)
      .query<{ id: string }>('SELECT id FROM products WHERE sku = $1', [sku]);
    return row!.id;
  }
}
