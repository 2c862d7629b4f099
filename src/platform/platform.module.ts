import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Clock, SystemClock } from '../kernel/clock.js';
import { Ids, UuidV7Ids } from '../kernel/ids.js';
import { AuditLines } from './audit/audit-lines.queries.js';
import { AuditPeople } from './audit/audit-people.queries.js';
import { Audit } from './audit/audit.service.js';
import { AppConfig } from './config/app-config.js';
import { type ModuleSchema, openDatabase } from './database/data-source.js';
import { Database } from './database/database.js';
import { DatabaseCloser } from './database/database-closer.js';
import { SqlCounter } from './database/sql-counter.js';
import { UnitOfWork } from './unit-of-work/unit-of-work.js';
import { FailedWork } from './failed-work/failed-work.queries.js';
import { HealthController } from './health/health.controller.js';
import { CursorCodec } from './http/cursor-codec.js';
import { IdempotencyKeys } from './http/idempotency-keys.queries.js';
import { IdempotentRequests } from './http/idempotent-requests.service.js';
import { Lanes } from './http/lanes.js';
import { StrayBodyGuard } from './http/stray-body.guard.js';
import { StrayQueryGuard } from './http/stray-query.guard.js';
import { JobLeases } from './jobs/job-leases.queries.js';
import { Jobs } from './jobs/jobs.js';
import { Metrics } from './metrics/metrics.js';
import { OutboxQueries } from './outbox/outbox.queries.js';
import { Outbox } from './outbox/outbox.relay.js';
import { OutboxWriter } from './unit-of-work/outbox-writer.queries.js';
import { AnsweredPeople } from './personal-data/answered-people.queries.js';
import { PersonalData } from './personal-data/personal-data.service.js';
import { platformSchema } from './platform.schema.js';
import { RateLimiter } from './rate-limits/rate-limiter.service.js';
import { RedisConnection } from './redis/redis-connection.js';
import { ScheduledJobs } from './jobs/scheduled-jobs.js';

/** Time, ids, settings and meters: opening the database already needs them. */
@Global()
@Module({})
class GroundModule {
  static with(config: AppConfig): DynamicModule {
    const providers = [
      { provide: AppConfig, useValue: config },
      { provide: Clock, useClass: SystemClock },
      { provide: Ids, useClass: UuidV7Ids },
      Metrics,
      SqlCounter,
      DatabaseCloser,
      RedisConnection,
    ];
    return { module: GroundModule, providers, exports: providers };
  }
}

const services = [
  Database,
  UnitOfWork,
  OutboxWriter,
  OutboxQueries,
  Outbox,
  JobLeases,
  Jobs,
  ScheduledJobs,
  FailedWork,
  IdempotencyKeys,
  IdempotentRequests,
  RateLimiter,
  CursorCodec,
  Lanes,
  PersonalData,
  AuditLines,
  AuditPeople,
  Audit,
];

/** All code without a business word. Global: modules inject from it without importing it. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: AppConfig, schemas: readonly ModuleSchema[]): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        GroundModule.with(config),
        TypeOrmModule.forRootAsync({
          inject: [AppConfig, SqlCounter, DatabaseCloser],
          // Opened here, so that every failure to open becomes one clear sentence; passed to Nest's
          // own module so that repositories are injected in the usual way.
          useFactory: async (counted: AppConfig, counter: SqlCounter, closer: DatabaseCloser) => {
            const opened = await openDatabase(counted, [platformSchema, ...schemas], counter);
            closer.whenDone(opened.close);
            return { ...opened.dataSource.options, retryAttempts: 1, opened: opened.dataSource };
          },
          dataSourceFactory: async (options) => (options as { opened?: DataSource }).opened!,
        }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController],
      providers: [
        ...services,
        AnsweredPeople,
        { provide: APP_GUARD, useClass: StrayQueryGuard },
        { provide: APP_GUARD, useClass: StrayBodyGuard },
      ],
      exports: services,
    };
  }
}
