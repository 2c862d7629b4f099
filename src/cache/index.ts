export { type Address, addressOf } from './address.js';
export { touch } from './cache.events.js';
export { CacheModule } from './cache.module.js';
export {
  type CachedRequest,
  type CachePolicy,
  definePolicy,
  defineRoutePolicy,
  type RoutePolicy,
} from './cache.policy.js';
export { CACHE_POLICY, Cached } from './cached.interceptor.js';
export { type CachedRoute, CachedRoutes } from './cached-routes.js';
export { CachedReads } from './cached-reads.js';
export type { CacheSource } from './cache-meters.js';
export { StampedCache } from './stamped-cache.js';
export { Overloaded } from './cache.errors.js';
