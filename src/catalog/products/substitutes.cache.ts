// Keys and times of the cached substitutes of a product.
import { defineRoutePolicy } from '../../cache/index.js';
import { catalogTag, handleIn, productTag, searchTag, storesTag } from '../catalog.cache.js';
import { holdsExpire } from '../listing/listing.cache.js';
import { SubstitutesQuery } from './substitutes.requests.js';

const twoMinutes = 2 * 60_000;
const fiveMinutes = 5 * 60_000;

/** Any change in the aisle changes the candidates, as it changes results of a search. */
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
