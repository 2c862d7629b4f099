import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LaneAnswer } from '../platform/index.js';
import type { CacheAnswer } from './lookup.js';
import { type StoredAnswer, variantFor } from './stored-answer.js';

type Sent = LaneAnswer & Required<Pick<LaneAnswer, 'etag' | 'cacheControl' | 'more'>>;

/**
 * The head and bytes of a stored answer for a client that accepts these encodings. Shared caches
 * keep it: it varies by origin too, as whom it is shared with is in its head.
 */
export function laneAnswer(
  { value, from, ageMs }: CacheAnswer<StoredAnswer>,
  acceptEncoding: string | undefined,
): Sent {
  const { etag, body, encoding } = variantFor(value, acceptEncoding);
  const age = String(Math.floor(ageMs / 1000));
  const more = ['vary', 'accept-encoding, origin', 'x-cache', from, 'age', age];
  if (encoding) more.push('content-encoding', encoding);
  return { etag, cacheControl: 'public, no-cache', more, body };
}

/** Sets the headers of a stored answer, and answers the bytes for this request. */
export function prepared(
  answer: CacheAnswer<StoredAnswer>,
  request: FastifyRequest,
  reply: FastifyReply,
): Buffer {
  const sent = laneAnswer(answer, request.headers['accept-encoding']);
  const { etag, cacheControl, more, body } = sent;
  for (let at = 0; at < more.length; at += 2) void reply.header(more[at]!, more[at + 1]!);
  void reply.headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': cacheControl,
    etag,
  });
  return body as Buffer;
}
