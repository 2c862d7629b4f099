import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ambient } from './ambient.js';

/** What is known of the HTTP request being served. */
export interface RequestContext {
  readonly requestId: string;
  /** When it began (monotonic ms). */
  readonly startedAt: number;
  sqlStatements: number;
  redisCalls: number;
  /** Redis has kept this request waiting in vain: once is enough. */
  redisFailed: boolean;
  /** A statement was sent that changes something for good, whatever became of it. */
  mayHaveWritten: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    spent: RequestContext;
  }
}

/**
 * Wherever the code happens to be. Lanes, which answer before Fastify does, are not in it: they
 * hand the context on to what they call, and what has to load something enters it then.
 */
const ambient = new Ambient<RequestContext>();

export function currentRequest(): RequestContext | undefined {
  return ambient.current;
}

export function freshContext(requestId: string): RequestContext {
  return {
    requestId,
    startedAt: performance.now(),
    sqlStatements: 0,
    redisCalls: 0,
    redisFailed: false,
    mayHaveWritten: false,
  };
}

/** What `work` costs is the request's; where there is none, or it is inside, `work` just runs. */
export function onBehalfOf<T>(
  request: RequestContext | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return request && request !== ambient.current ? ambient.run(request, work) : work();
}

/** Everything from here to the end of the answer belongs to the request. */
export function enterRequest(
  { spent }: FastifyRequest,
  { raw }: FastifyReply,
  goOn: () => void,
): void {
  const leave = ambient.enter(spent, goOn);
  if (raw.destroyed || raw.writableFinished) leave();
  else raw.once('close', leave);
}

/**
 * For what a request does again and again for as long as it lasts: each time it is counted, and
 * may fail, by itself.
 */
export function afresh<T>(work: () => Promise<T>): Promise<T> {
  const request = ambient.current;
  return request ? ambient.run(freshContext(request.requestId), work) : work();
}

/** For work that a request began and does not wait for: what it costs is not the request's. */
export function outsideRequest(work: () => void): void {
  ambient.exit(work);
}

export function countRedisCall(request = currentRequest()): void {
  if (request) request.redisCalls += 1;
}
