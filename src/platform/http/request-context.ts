import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the HTTP request being served, wherever the code happens to be. */
export interface RequestContext {
  readonly requestId: string;
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

const storage = new AsyncLocalStorage<RequestContext>();

export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

export function freshContext(requestId: string): RequestContext {
  return { requestId, sqlStatements: 0, redisCalls: 0, redisFailed: false, mayHaveWritten: false };
}

export function withinRequest(context: RequestContext, work: () => void): void {
  storage.run(context, work);
}

/**
 * For what a request does again and again for as long as it lasts: each time it is counted, and
 * may fail, by itself.
 */
export function afresh<T>(work: () => T): T {
  const request = currentRequest();
  return request ? storage.run(freshContext(request.requestId), work) : work();
}

/** For work that a request began and does not wait for: what it costs is not the request's. */
export function outsideRequest(work: () => void): void {
  storage.exit(work);
}

export function countRedisCall(): void {
  const request = currentRequest();
  if (request) request.redisCalls += 1;
}
