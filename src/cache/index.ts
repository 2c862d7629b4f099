export { type Address, addressOf } from './address.js';
export { touch } from './cache.events.js';
export { CacheModule } from './cache.module.js';
export { definePolicy, defineRoutePolicy } from './cache.policy.js';
export { Cached } from './cached.interceptor.js';
export { CachedRoutes } from './cached-routes.js';
export { CachedReads } from './cached-reads.js';
