import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import { Database } from '../../platform/index.js';
import { inStockAt, nextInStock } from '../stock/availability.queries.js';
import { earliest, listingColumns } from '../listing/listing.queries.js';
import type { ListingRow } from '../listing/listing-row.js';

export interface Substitutes {
  readonly rows: readonly ListingRow[];
  /** When an expiring hold changes the substitutes; null for never. */
  readonly until: Date | null;
}

type Found = (ListingRow | { product_id: null }) & { entry_at: Date | null };

/** Finds substitutes for a product, in one statement over the read table. */
@Injectable()
export class SubstituteQueries {
  constructor(private readonly database: Database) {}

  /**
   * Products in stock, of the same aisle (of the same department, where there is none), sold the
   * same way, at most 30 % cheaper or dearer, without further allergens or a higher minimum age.
   * The most similar come first; before them the preferred one, which may be of any kind and price.
   * Null when the store does not list the original. Holds that have expired by `now` count no more.
   */
  async of(
    storeId: string,
    idOrSlug: string,
    limit: number,
    now: Date,
    preferredId: string | null = null,
  ): Promise<Substitutes | null> {
    const found = await this.database.query<Found>(
      `SELECT candidate.*, (${nextInStock('$1', '$4')}) AS entry_at
       FROM listings original LEFT JOIN LATERAL (
         SELECT ${listingColumns('$4', 'other')}, row_number() OVER (ORDER BY
           other.product_id IS DISTINCT FROM $5::uuid, ${lostClaims},
           other.category_id <> original.category_id, ${difference}, other.product_id) AS place
         FROM listings other
         WHERE other.store_id = original.store_id AND other.product_id <> original.product_id
           AND (other.product_id = $5
             OR CASE WHEN original.aisle_id IS NULL
                     THEN other.department_id = original.department_id AND other.aisle_id IS NULL
                     ELSE other.aisle_id = original.aisle_id END
             AND other.sold_by = original.sold_by
             AND other.price_minor BETWEEN original.price_minor * 0.7
                                       AND original.price_minor * 1.3)
           AND ${inStockAt('$4', 'other')}
           AND other.allergens <@ original.allergens
           AND coalesce(other.minimum_age <= original.minimum_age, other.minimum_age IS NULL)
         ORDER BY place LIMIT $3
       ) candidate ON true
       WHERE original.store_id = $1
         AND original.${validate(idOrSlug) ? 'product_id' : 'slug'} = $2
       ORDER BY candidate.place`,
      [storeId, idOrSlug, limit, now, preferredId],
    );
    if (found.length === 0) return null;
    const rows = found.filter((row): row is Found & ListingRow => row.product_id !== null);
    const changes = rows.map((row) => row.availability_until);
    return { rows, until: earliest([found[0]!.entry_at, ...changes]) };
  }
}

/** Number of claims, such as vegan or halal, that the original has and the other has not. */
const lostClaims = `cardinality(ARRAY(
  SELECT unnest(original.dietary) EXCEPT SELECT unnest(other.dietary)))`;

/** Each part is 0 for equal products and grows with the difference. */
const difference = `
  CASE WHEN other.size_unit = original.size_unit
    THEN least(abs(ln((other.size_count * other.size_amount)
                    / (original.size_count * original.size_amount))), 1)
    ELSE 1 END
  + abs(other.price_minor - original.price_minor) / (0.3 * original.price_minor)
  + (other.brand IS DISTINCT FROM original.brand)::int * 0.5
  + 1 - similarity(other.search_text, original.search_text)`;
