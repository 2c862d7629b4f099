// Failures of the edge and the infrastructure; each module declares its own.
import { defineFailure } from '../kernel/failure.js';

export const ValidationFailed = defineFailure({
  code: 'validation-failed',
  kind: 'malformed',
  title: 'The request is not valid',
  remedy: 'Correct the fields that `errors` points at (JSON Pointers) and send it again.',
});
export const UnknownField = defineFailure({
  code: 'unknown-field',
  kind: 'malformed',
  title: 'The request has a field that this route does not know',
  remedy: 'Leave out the fields that `errors` points at; the OpenAPI document lists what is known.',
});
export const MalformedJson = defineFailure({
  code: 'malformed-json',
  kind: 'malformed',
  title: 'The body is not JSON',
  remedy: 'Send one JSON object, complete and in UTF-8.',
});
/** Failures that any route with a body may answer. */
export const bodyFailures = [MalformedJson, ValidationFailed, UnknownField] as const;

export const InvalidId = defineFailure({
  code: 'invalid-id',
  kind: 'malformed',
  title: 'The id is not a UUID',
  remedy: 'Use the id as an earlier answer gave it.',
});
export const InvalidCursor = defineFailure({
  code: 'invalid-cursor',
  kind: 'malformed',
  title: 'The cursor is not valid for this list',
  remedy: 'Start again without a cursor; use a cursor only with the query that gave it.',
});
export const IdempotencyKeyRequired = defineFailure({
  code: 'idempotency-key-required',
  kind: 'malformed',
  title: 'The Idempotency-Key header is missing',
  remedy: 'Send a fresh random key with each new intent, and the same one when you retry it.',
});
export const IdempotencyKeyInvalid = defineFailure({
  code: 'idempotency-key-invalid',
  kind: 'malformed',
  title: 'The Idempotency-Key header is not usable',
  remedy: 'Send one key of 1 to 255 printable ASCII characters.',
});
export const IdempotencyKeyReused = defineFailure({
  code: 'idempotency-key-reused',
  kind: 'refused',
  title: 'The Idempotency-Key was used for another request',
  remedy: 'Use a fresh key for a different request; the first one was left as it is.',
});
export const IdempotencyInFlight = defineFailure({
  code: 'idempotency-in-flight',
  kind: 'conflict',
  title: 'The same request is still being worked on',
  remedy: 'Wait a second and send it again with the same key.',
});
export const PreconditionRequired = defineFailure({
  code: 'precondition-required',
  kind: 'precondition-required',
  title: 'An edit must say what it replaces',
  remedy: 'Read it first and send its ETag as If-Match; `*` is not enough.',
});
export const VersionMismatch = defineFailure({
  code: 'version-mismatch',
  kind: 'stale',
  title: 'Somebody else has changed it since you read it',
  remedy: 'Read it again, look at what changed, and send your edit with the new ETag.',
});
export const EtagNotOurs = defineFailure({
  code: 'etag-not-ours',
  kind: 'stale',
  title: 'If-Match names no ETag of Larder',
  remedy:
    'Send the `version` of the body you have read, in quotes: `"3"`. Proxies that compress change ' +
    'ETags on their way.',
});
export const NotFound = defineFailure({
  code: 'not-found',
  kind: 'not-found',
  title: 'There is nothing at this address',
  remedy: 'Check the path against the OpenAPI document at /docs.',
});
export const MetricsTokenNeeded = defineFailure({
  code: 'metrics-token-needed',
  kind: 'unauthenticated',
  title: 'Metrics are for whoever has their token',
  remedy: 'Send METRICS_TOKEN as a bearer token, or ask at METRICS_PORT.',
});
export const MethodNotAllowed = defineFailure({
  code: 'method-not-allowed',
  kind: 'method-not-allowed',
  title: 'This path does not answer to this method',
  remedy: 'Use one of the methods that the Allow header names.',
});
export const PayloadTooLarge = defineFailure({
  code: 'payload-too-large',
  kind: 'too-large',
  title: 'The body is too large',
  remedy: 'Send less at once: the limit is 64 KiB, and 32 MiB for a file to import.',
});
export const UnsupportedMediaType = defineFailure({
  code: 'unsupported-media-type',
  kind: 'unsupported-media-type',
  title: 'The media type of the body is not supported',
  remedy:
    'Send JSON with Content-Type: application/json; a file to import as text/csv; UTF-8 both.',
});
export const UnexpectedBody = defineFailure({
  code: 'unexpected-body',
  kind: 'malformed',
  title: 'This route reads no body',
  remedy: 'Send the request without a body; the OpenAPI document says which routes read one.',
});
export const UnsupportedEncoding = defineFailure({
  code: 'unsupported-encoding',
  kind: 'unsupported-media-type',
  title: 'The body is compressed',
  remedy: 'Send the body as it is, without Content-Encoding.',
});
export const RateLimited = defineFailure({
  code: 'rate-limited',
  kind: 'rate-limited',
  title: 'Too many requests',
  remedy: 'Wait the seconds in Retry-After; the RateLimit-Policy header says what is allowed.',
});
export const BadRequest = defineFailure({
  code: 'bad-request',
  kind: 'malformed',
  title: 'The request is not understood',
  remedy: 'Read `detail`; compare the request with the OpenAPI document at /docs.',
});
export const HeadTooLarge = defineFailure({
  code: 'head-too-large',
  kind: 'head-too-large',
  title: 'The request line and the headers are too large',
  remedy: 'Send less in headers and query: the limit is 16 KiB for all of them together.',
});
export const RequestTimeout = defineFailure({
  code: 'request-timeout',
  kind: 'timeout',
  title: 'The request took too long to arrive',
  remedy: 'Send it again, in one go: ten seconds for its head, and ten for its body.',
});
export const UnknownExpectation = defineFailure({
  code: 'unknown-expectation',
  kind: 'expectation',
  title: 'The expectation in Expect is not known',
  remedy: 'Leave out the Expect header, or send `100-continue`.',
});
export const InternalError = defineFailure({
  code: 'internal-error',
  kind: 'internal',
  title: 'Something went wrong in Larder',
  remedy: 'Try again; if it stays, report the `requestId`.',
});
export const DatabaseUnavailable = defineFailure({
  code: 'database-unavailable',
  kind: 'unavailable',
  title: 'The database cannot be reached',
  remedy: 'Try again after the seconds in Retry-After.',
});
export const OutcomeUnknown = defineFailure({
  code: 'outcome-unknown',
  kind: 'unavailable',
  title: 'It is not known whether the request was done',
  remedy:
    'Send it again with the same Idempotency-Key: it is done once. Without a key, look first whether it was done.',
});
export const ShuttingDown = defineFailure({
  code: 'shutting-down',
  kind: 'unavailable',
  title: 'This server is closing',
  remedy: 'Nothing was begun: send it again, on a new connection.',
});
export const RedisUnavailable = defineFailure({
  code: 'redis-unavailable',
  kind: 'unavailable',
  title: 'Redis cannot be reached',
  remedy: 'Try again after the seconds in Retry-After.',
});
export const FailedWorkNotFound = defineFailure({
  code: 'failed-work-not-found',
  kind: 'not-found',
  title: 'No such job and no such fact',
  remedy: 'Use an id from GET /v1/admin/failed-work; finished work is forgotten after a while.',
});
