import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CacheAnswer } from './lookup.js';
import { type StoredAnswer, variantFor } from './stored-answer.js';

/** Sets the headers of a stored answer, and answers the bytes to send for this request. */
export function prepared(
  answer: CacheAnswer<StoredAnswer>,
  request: FastifyRequest,
  reply: FastifyReply,
): Buffer {
  const variant = variantFor(answer.value, request.headers['accept-encoding']);
  if (variant.encoding) void reply.header('content-encoding', variant.encoding);
  void reply.headers({
    'content-type': 'application/json; charset=utf-8',
    etag: variant.etag,
    'cache-control': 'public, no-cache',
    vary: 'accept-encoding',
    'x-cache': answer.from,
    age: String(Math.floor(answer.ageMs / 1000)),
  });
  return variant.body;
}
