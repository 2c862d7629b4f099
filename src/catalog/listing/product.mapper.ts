import { money } from '../../kernel/money.js';
import type {
  ProductResponse,
  ProductSummaryResponse,
  SizeResponse,
} from './products.responses.js';
import type { ListingRow, ProductRow } from './listing-row.js';

export function summaryOf(row: ListingRow, currency: string): ProductSummaryResponse {
  const amount = (minor: string) => money(Number(minor), currency);
  const category = { id: row.category_id, slug: row.category_slug, name: row.category_name };
  return {
    id: row.product_id,
    sku: row.sku,
    barcode: row.barcode,
    slug: row.slug,
    name: row.name,
    brand: row.brand,
    image: row.image,
    size: sizeOf(row),
    price: amount(row.price_minor),
    onSale: row.on_sale,
    regularPrice: row.on_sale ? amount(row.regular_price_minor) : null,
    saleUntil: row.sale_until?.toISOString() ?? null,
    unitPrice:
      row.unit_price_minor === null || row.unit_price_per === null
        ? null
        : { ...amount(row.unit_price_minor), per: row.unit_price_per },
    unit: row.sold_by === 'weight' ? 'g' : 'each',
    availability: row.availability,
    inStock: row.availability !== 'out',
    limitPerOrder: row.limit_per_order,
    minimumAge: row.minimum_age,
    dietary: row.dietary,
    allergens: row.allergens,
    category,
    path: [...ancestorsOf(row), category],
  };
}

export function productOf(row: ProductRow, currency: string): ProductResponse {
  return {
    ...summaryOf(row, currency),
    description: row.description,
    images: row.images,
    taxRateBasisPoints: row.tax_rate_bp,
  };
}

function sizeOf(row: ListingRow): SizeResponse | null {
  if (row.size_label === null) return null;
  return {
    label: row.size_label,
    count: row.size_count,
    amount: row.size_amount === null ? null : Number(row.size_amount),
    unit: row.size_unit,
    approximate: row.size_approximate,
  };
}

function ancestorsOf(row: ListingRow) {
  const department = {
    id: row.department_id,
    slug: row.department_slug,
    name: row.department_name,
  };
  const aisle = { id: row.aisle_id!, slug: row.aisle_slug!, name: row.aisle_name! };
  return [department, aisle].filter(({ id }) => id !== null && id !== row.category_id);
}
