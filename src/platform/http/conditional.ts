import type { FastifyReply, FastifyRequest } from 'fastify';
import { notModified, ok } from './status-of-error.js';

/**
 * Answers 304 where the client's copy is still good (RFC 9110 section 13.1.2). Covers every route
 * that sets an ETag on a 200.
 */
export function answerConditionally(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload?: unknown) => void,
): void {
  const etag = reply.getHeader('etag');
  const condition = request.headers['if-none-match'];
  if (
    typeof etag === 'string' &&
    condition !== undefined &&
    reply.statusCode === ok &&
    (request.method === 'GET' || request.method === 'HEAD') &&
    matches(condition, etag)
  ) {
    void reply.code(notModified).removeHeader('content-length').removeHeader('content-type');
    // A length may only be that of the 200 (RFC 9110 section 8.6): Fastify measures HEAD's body.
    done(null, request.method === 'HEAD' ? payload : null);
    return;
  }
  done(null, payload);
}

/** Weak comparison (RFC 9110 section 8.8.3.2): `W/` does not count. */
export function matches(condition: string, etag: string): boolean {
  // The usual case: a client sends back the one tag that it got.
  if (condition === etag) return true;
  if (condition.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  const candidates = condition.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return candidates.some((candidate) => candidate.replace(/^W\//, '') === opaque);
}
