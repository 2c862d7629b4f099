// Keys and times of the cached tree of categories.
import { defineRoutePolicy } from '../../cache/index.js';
import { catalogTag, categoriesTag, storesTag } from '../catalog.cache.js';
import { StoreQuery } from '../stores/store.requests.js';

const fiveMinutes = 5 * 60_000;

export const categoriesPolicy = defineRoutePolicy<StoreQuery>({
  name: 'catalog.categories',
  scope: 'public',
  ttlMs: fiveMinutes,
  query: StoreQuery,
  key: ({ query }) => ({ store: query.store }),
  tags: () => [catalogTag, storesTag, categoriesTag],
});
