import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppConfig, RedisConnection } from '../platform/index.js';
import { CacheAuditor } from './cache-auditor.js';
import { CacheMeters } from './cache-meters.js';
import { CacheStoreGateway } from './cache-store.gateway.js';
import { CachedInterceptor } from './cached.interceptor.js';
import { CachedReads } from './cached-reads.js';
import { CachedRoutes } from './cached-routes.js';
import { HitLane } from './hit-lane.js';
import { KnownAddresses } from './known-addresses.js';
import { memoryCacheStore } from './memory.cache-store.js';
import { redisCacheStore } from './redis.cache-store.js';
import { StampBumper } from './stamp-bumper.js';
import { StampedCache } from './stamped-cache.js';

/** The one cache that all modules share, through `@Cached` and `CachedReads`. */
@Global()
@Module({
  imports: [
    DiscoveryModule,
    NestCacheModule.registerAsync({
      isGlobal: true,
      inject: [AppConfig, RedisConnection],
      useFactory: (config: AppConfig, redis: RedisConnection) => ({
        stores: [
          redis.client ? redisCacheStore(redis.client, config.redisNamespace) : memoryCacheStore(),
        ],
      }),
    }),
  ],
  providers: [
    CacheMeters,
    CacheAuditor,
    CacheStoreGateway,
    StampedCache,
    StampBumper,
    CachedReads,
    KnownAddresses,
    CachedInterceptor,
    HitLane,
    CachedRoutes,
  ],
  exports: [StampedCache, CachedReads, CachedRoutes, KnownAddresses, CachedInterceptor],
})
export class CacheModule {}
