import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ambient } from './ambient.js';

/** The state of the HTTP request being served. */
export interface RequestContext {
  readonly requestId: string;
  /** When the request began (monotonic ms). */
  readonly startedAt: number;
  sqlStatements: number;
  redisCalls: number;
  /** Redis has kept this request waiting in vain: it must not wait again. */
  redisFailed: boolean;
  /** A lasting change may have been sent to the database, whatever its outcome. */
  mayHaveWritten: boolean;
  /** Once Fastify has read it; lanes write nothing that needs to know. */
  sender?: Sender;
}

/** A request as it says who sends it; asked only when something is noted. */
export interface Sender {
  readonly ip: string;
  /** Set by the guard. */
  readonly identity?: { readonly accountId: string; readonly role: string };
}

declare module 'fastify' {
  interface FastifyRequest {
    spent: RequestContext;
  }
}

/**
 * The context that any code of a request finds. Lanes, which answer before Fastify does, are not in
 * it: they pass the context to the code they call, and enter it when something must be loaded.
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

/** Runs `work` at the request's cost; without a request, or inside it already, just runs it. */
export function onBehalfOf<T>(
  request: RequestContext | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return request && request !== ambient.current ? ambient.run(request, work) : work();
}

/** Everything from here to the end of the answer belongs to the request. */
export function enterRequest(
  request: FastifyRequest & Sender,
  { raw }: FastifyReply,
  goOn: () => void,
): void {
  const { spent } = request;
  spent.sender = request;
  const leave = ambient.enter(spent, goOn);
  if (raw.destroyed || raw.writableFinished) leave();
  else raw.once('close', leave);
}

/** For repeated work of a long request: each run has costs and Redis failures of its own. */
export function afresh<T>(work: () => Promise<T>): Promise<T> {
  const request = ambient.current;
  return request ? ambient.run(freshContext(request.requestId), work) : work();
}

/** For work that a request begins and does not wait for: its costs are not the request's. */
export function outsideRequest(work: () => void): void {
  ambient.exit(work);
}

export function countRedisCall(request = currentRequest()): void {
  if (request) request.redisCalls += 1;
}
