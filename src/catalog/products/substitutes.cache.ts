// Keys and times of the cached substitutes of a product.
import { defineRoutePolicy } from '../../cache/index.js';
import { catalogTag, handleIn, productTag, searchTag, storesTag } from '../catalog.cache.js';
import { holdsExpire } from '../listing/listing.cache.js';
import { SubstitutesQuery } from './substitutes.requests.js';

const twoMinutes = 2 * 60_000;
const fiveMinutes = 5 * 60_000;

/** Its candidates change with whatever stands in the aisle, as the results of a search do. */
export const substitutesPolicy = defineRoutePolicy<SubstitutesQuery>({
  name: 'catalog.substitutes',
  scope: 'public',
  ttlMs: twoMinutes,
  graceMs: fiveMinutes,
  trueUntil: holdsExpire,
  query: SubstitutesQuery,
  key: ({ params, query }) => ({
    product: handleIn(params),
    store: query.store,
    limit: query.limit,
  }),
  tags: ({ params }) => [catalogTag, storesTag, searchTag, productTag(handleIn(params))],
});
