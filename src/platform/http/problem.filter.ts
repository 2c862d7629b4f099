import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { ExpectedFailure, type FailureDefinition } from '../../kernel/failure.js';
import {
  BadRequest,
  DatabaseUnavailable,
  InternalError,
  MalformedJson,
  NotFound,
  OutcomeUnknown,
  PayloadTooLarge,
  UnsupportedMediaType,
} from '../platform.errors.js';
import type { RequestContext } from '../request-context.js';
import { kindOfStatus, statusOfError } from './status-of-error.js';
import { waitingHeaders } from './waiting-headers.js';
import { sqlState } from '../database/sql-state.js';

const log = new Logger('Edge');

/** Turns every error into application/problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), error);
  }
}

/** The parts of a request that its refusal mentions. */
export interface Refused {
  readonly method?: string;
  /** Unknown where the request line could not be read. */
  readonly url?: string;
  readonly id: string;
  readonly spent?: RequestContext;
}

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON as sent, so that the route's serializer of successes does not touch it. */
  readonly body: string;
}

/** The one place that words a refusal. */
export function problemOf(error: unknown, request: Refused): Problem {
  const failure = expected(error, request);
  const { code, kind, title } = failure.definition;
  const status = statusOfError(kind);
  if (kind === 'internal') {
    log.error({ err: error, requestId: request.id }, 'A request failed unexpectedly');
  }
  const headers = {
    ...waitingHeaders(failure),
    ...(kind === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  };
  const body = JSON.stringify({
    ...failure.extras,
    type: `urn:larder:problem:${code}`,
    title,
    status,
    code,
    detail: failure.detail,
    instance: request.url?.split('?')[0],
    requestId: request.id,
  });
  return { status, headers, body };
}

/** Also handles errors that Fastify meets before Nest is asked. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const { status, headers, body } = problemOf(error, request);
  void reply.code(status).headers(headers).send(body);
}

function expected(error: unknown, request: Refused): ExpectedFailure {
  if (error instanceof ExpectedFailure) return error;
  if (isDatabaseGone(error)) return withoutDatabase(request);
  // Nest wraps Fastify's errors, and the wrapper has no code.
  const source = error instanceof HttpException && error.cause ? error.cause : error;
  const fastifyCode = (source as { code?: unknown } | null)?.code;
  if (typeof fastifyCode === 'string' && fastifyCode.startsWith('FST_ERR_')) {
    return fromFastify(fastifyCode, source as Error & { statusCode?: number });
  }
  if (error instanceof HttpException) return fromNest(error);
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (error instanceof SyntaxError && status !== undefined) {
    return MalformedJson.because('The body could not be read as JSON.');
  }
  return InternalError.because('The request could not be completed.');
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A COMMIT that was sent may have taken effect, even without an answer. */
function withoutDatabase({ method, spent }: Refused): ExpectedFailure {
  if (safeMethods.has(method!) || !spent?.mayHaveWritten) {
    return DatabaseUnavailable.because('The database did not answer. Nothing was changed.');
  }
  return OutcomeUnknown.because(
    'The database did not answer in time to say whether the change was kept. It is not known ' +
      'whether the request was done: send it again with the same Idempotency-Key.',
  );
}

function fromFastify(code: string, error: Error & { statusCode?: number }): ExpectedFailure {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return PayloadTooLarge.because(error.message);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return UnsupportedMediaType.because('This route reads application/json only.');
  }
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return MalformedJson.because('The body is empty or not JSON.');
  }
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return BadRequest.because(error.message);
  return fromStatus(error.statusCode ?? Number.NaN, error.message);
}

function fromNest(error: HttpException): ExpectedFailure {
  const status = error.getStatus();
  if (kindOfStatus(status) === 'not-found') {
    return NotFound.because('No route answers to this path.');
  }
  return fromStatus(status, error.message);
}

function fromStatus(status: number, detail: string): ExpectedFailure {
  const known: FailureDefinition[] = [PayloadTooLarge, UnsupportedMediaType, NotFound];
  const kind = kindOfStatus(Number.isNaN(status) ? statusOfError('internal') : status);
  if (kind === 'internal') return InternalError.because('The request could not be completed.');
  return (known.find((definition) => definition.kind === kind) ?? BadRequest).because(detail);
}

/** too_many_connections, lock_not_available, query_canceled (by a timeout): running, but busy. */
const busy = new Set(['53300', '55P03', '57014']);

/** Connection exceptions (class 08), operator intervention (57P), or a broken socket. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The connection was lost between two statements: TypeORM has let go of it.
  if (error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  const state = error instanceof QueryFailedError ? sqlState(error) : '';
  if (state.startsWith('08') || state.startsWith('57P') || busy.has(state)) return true;
  const text = `${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`;
  return /ECONNREFUSED|ECONNRESET|Connection terminated|timeout exceeded when trying to connect/.test(
    text,
  );
}
