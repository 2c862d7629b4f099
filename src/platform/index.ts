export { AppConfig, environment, type Mode, readConfig } from './config/env.js';
export { withSecret } from './config/embedded-secret.js';
export { Database } from './database/database.js';
export type { ModuleSchema } from './database/data-source.js';
export { SqlCounter } from './database/sql-counter.js';
export type { JobOptions, Transaction } from './database/transaction.js';
export { sqlState, UnitOfWork } from './database/unit-of-work.js';
export { CursorCodec } from './http/cursor-codec.js';
export { openApiOf, serveDocs } from './http/docs.js';
export { configureEdge, fastifyAdapter } from './http/edge.js';
export { Fails } from './http/fails.decorator.js';
export { IdParam } from './http/id-param.pipe.js';
export {
  type IdempotentRequest,
  IdempotentRequests,
  type IdempotentResult,
  sendIdempotent,
} from './http/idempotent-requests.queries.js';
export { validationPipe } from './http/validation.pipe.js';
export { WholeNumber } from './http/whole-number.decorator.js';
export { MACHINE_ROUTE, MachineRoute } from './http/machine-route.decorator.js';
export { Problem } from './http/problem.responses.js';
export { currentRequest } from './http/request-context.js';
export { type JobDefinition, Jobs } from './jobs/jobs.js';
export { createLogger, NestLogger } from './logging/logging.js';
export { Metrics } from './metrics/metrics.js';
export { OutboxQueries } from './outbox/outbox.queries.js';
export { Outbox, type Subscriber } from './outbox/outbox.relay.js';
export {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  InvalidCursor,
  InvalidId,
  MalformedJson,
  RedisUnavailable,
  UnknownField,
  ValidationFailed,
} from './platform.errors.js';
export { PlatformModule } from './platform.module.js';
export { type RedisClient, RedisConnection } from './redis/redis-connection.js';
export { StartupRefused } from './startup-refused.js';
