import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the HTTP request being served, wherever the code happens to be. */
export interface RequestContext {
  readonly requestId: string;
  sqlStatements: number;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

export function withinRequest(context: RequestContext, work: () => void): void {
  storage.run(context, work);
}
