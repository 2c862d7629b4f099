import { money } from '../../kernel/money.js';
import type { ProductResponse, ProductSummaryResponse } from '../http/catalog.responses.js';
import type { ListingRow } from './listing.queries.js';

export function summaryOf(row: ListingRow, currency: string): ProductSummaryResponse {
  return {
    id: row.product_id,
    sku: row.sku,
    slug: row.slug,
    name: row.name,
    brand: row.brand,
    size: row.size_label,
    price: money(Number(row.price_minor), currency),
    unit: row.sold_by === 'weight' ? 'g' : 'each',
    inStock: row.availability !== 'out',
    minimumAge: row.minimum_age,
    category: { id: row.category_id, slug: row.category_slug, name: row.category_name },
  };
}

export function productOf(row: ListingRow, currency: string): ProductResponse {
  return {
    ...summaryOf(row, currency),
    description: row.description ?? null,
    department: { id: row.department_id, slug: row.department_slug, name: row.department_name },
  };
}
