import { Injectable } from '@nestjs/common';
import type { InStores } from '../../accounts/index.js';
import { formatMoney, money } from '../../kernel/money.js';
import { inert } from '../text/spreadsheet-text.js';
import { tidy } from '../text/tidy-text.js';
import { type Store, StoresService } from '../stores/stores.service.js';
import { type ExportedRow, ProductExportQueries } from './product-export.queries.js';

type Cell = string | number | boolean | null;

const pageSize = 500;

/** The columns that an import reads come first, under its names. */
const columns: Readonly<Record<string, (row: ExportedRow, store: Store) => Cell>> = {
  sku: (row) => row.sku,
  name: (row) => row.name,
  category: (row) => row.path[0] ?? null,
  subcategory: (row) => row.path[1] ?? null,
  shelf: (row) => row.path[2] ?? null,
  size: (row) => row.sizeLabel,
  price: (row, store) => amountOf(row.priceMinor, store),
  currency: (_, store) => store.currency,
  brand: (row) => row.brand,
  sold_by: (row) => row.soldBy,
  minimum_age: (row) => row.minimumAge,
  stock: (row) => row.stock,
  description: (row) => row.description,
  barcode: (row) => row.barcode,
  slug: (row) => row.slug,
  sale_price: (row, store) => row.salePriceMinor && amountOf(row.salePriceMinor, store),
  sale_from: (row) => row.saleFrom?.toISOString() ?? null,
  sale_until: (row) => row.saleUntil?.toISOString() ?? null,
  tax_rate_basis_points: (row) => row.taxRateBasisPoints,
  dietary: (row) => row.dietary.join(' '),
  allergens: (row) => row.allergens.join(' '),
  limit_per_order: (row) => row.limitPerOrder,
  published: (row) => row.published,
  images: (row) => row.images.join(' '),
};

/** A store's products as a CSV file: importing it again changes nothing. */
@Injectable()
export class ProductExport {
  constructor(
    private readonly stores: StoresService,
    private readonly queries: ProductExportQueries,
  ) {}

  /** @throws store-not-found, store-required: before the first line */
  async lines(who: InStores, storeHandle?: string): Promise<AsyncGenerator<string>> {
    const store = await this.stores.ofStaff(who, storeHandle);
    return this.#pages(store);
  }

  async *#pages(store: Store): AsyncGenerator<string> {
    // The byte order mark tells spreadsheets that the file is UTF-8.
    yield `\uFEFF${Object.keys(columns).join(',')}\r\n`;
    for (let after = ''; ;) {
      const rows = await this.queries.page(store.id, after, pageSize);
      if (rows.length === 0) return;
      yield rows.map((row) => lineOf(row, store)).join('');
      after = rows.at(-1)!.sku;
    }
  }
}

function lineOf(row: ExportedRow, store: Store): string {
  return `${Object.values(columns)
    .map((column) => cellOf(column(row, store)))
    .join(',')}\r\n`;
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  const text = String(value);
  // An import would read `&amp;` as `&`.
  const lasting = tidy(text) === text ? text : text.replaceAll('&', '&amp;');
  const cell = inert(lasting);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** `12.50`, without the currency. */
function amountOf(minor: number, { currency }: Store): string {
  return formatMoney(money(minor, currency)).slice(currency.length + 1);
}
