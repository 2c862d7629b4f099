export {
  type AuditActor,
  type AuditNote,
  type AuditOutcome,
  auditOutcomes,
} from './audit/audit-line.js';
export { Audit } from './audit/audit.service.js';
export { Batcher } from './batcher.js';
export { AppConfig, type LoginTries } from './config/app-config.js';
export { derivedKeys } from './config/derived-keys.js';
export { type Language, languages, type NoticeSettings } from './config/notice-settings.js';
export { Database } from './database/database.js';
export type { ModuleSchema } from './database/data-source.js';
export type { Transaction } from './database/transaction.js';
export { UnitOfWork } from './unit-of-work/unit-of-work.js';
export { sqlState } from './database/sql-state.js';
export { ClientAddress, countedAddress } from './http/client-address.decorator.js';
export { roomHeaders } from './http/waiting-headers.js';
export { AnswersLocation } from './http/answers-location.decorator.js';
export { ProblemMembers } from './http/problem-members.decorator.js';
export { AnswersVersion } from './http/answers-version.decorator.js';
export {
  FailedWork,
  type FailedWorkItem,
  type Work,
  workKinds,
} from './failed-work/failed-work.queries.js';
export { CursorCodec } from './http/cursor-codec.js';
export { rolesExtension } from './http/docs.js';
export { Fails } from './http/fails.decorator.js';
export {
  IsId,
  IsInstant,
  IsText,
  Latitude,
  Longitude,
  MayBeLeftOut,
  NotBlank,
  OptionalText,
  rule,
} from './http/field-rules.decorator.js';
export {
  etagOf,
  type ExpectedVersions,
  IfMatch,
  NeedsIfMatch,
  OptionalIfMatch,
} from './http/if-match.decorator.js';
export type { LaneAnswer } from './http/lane.js';
export { Lanes } from './http/lanes.js';
export { MayBeBlank, NullClears } from './http/left-out.js';
export { IdParam } from './http/id-param.pipe.js';
export { IdempotentRequests, type IdempotentResult } from './http/idempotent-requests.service.js';
export { sendIdempotent } from './http/send-idempotent.js';
export { sentFields } from './http/sent-fields.js';
export { OptionalIdempotencyKey } from './http/optional-idempotency-key.decorator.js';
export {
  afresh,
  countRedisCall,
  currentRequest,
  onBehalfOf,
  outsideRequest,
  type RequestContext,
} from './request-context.js';
export { isDatabaseGone } from './http/problem.filter.js';
export { noContent } from './http/status-of-error.js';
export { type Quota, tooManyAtOnce, tooSoon } from './http/rate-limit.js';
export { KeepsRawBody, RawBody } from './http/raw-body.decorator.js';
export { StreamedBody } from './http/streamed-body.decorator.js';
export { timesSent } from './http/times-sent.js';
export { validationPipe } from './http/validation.pipe.js';
export { WholeNumber } from './http/whole-number.decorator.js';
export { WordList } from './http/word-list.decorator.js';
export { MACHINE_ROUTE } from './http/machine-route.decorator.js';
export { jobTries, Jobs } from './jobs/jobs.js';
export { Metrics } from './metrics/metrics.js';
export { OutboxQueries } from './outbox/outbox.queries.js';
export { Outbox } from './outbox/outbox.relay.js';
export { inPages } from './personal-data/in-pages.js';
export {
  atErasure,
  type Erasure,
  HoldsPersonalData,
  type PersonalDataHolder,
  type RowCounts,
} from './personal-data/personal-data.decorator.js';
export { PersonalData } from './personal-data/personal-data.service.js';
export {
  EtagNotOurs,
  FailedWorkNotFound,
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  InvalidCursor,
  MalformedJson,
  PayloadTooLarge,
  PreconditionRequired,
  RateLimited,
  UnknownField,
  UnsupportedMediaType,
  ValidationFailed,
  VersionMismatch,
} from './platform.errors.js';
export { Limited, ROUTE_LIMIT, type RouteLimit } from './rate-limits/limited.decorator.js';
export { RateLimiter } from './rate-limits/rate-limiter.service.js';
export type { Bucket } from './rate-limits/rate-counters.port.js';
export { type RedisClient, RedisConnection } from './redis/redis-connection.js';
export { refusingTaken } from './database/unique-violations.js';
export { PageQuery } from './http/page.requests.js';
export { isSigned, type SignedHeaders, signWebhook, webhookKey } from './webhook-signature.js';
export { Scheduled } from './jobs/scheduled.decorator.js';
