import type { FastifyInstance } from 'fastify';
import { BadRequest } from '../platform.errors.js';

/**
 * Refuses addresses that are not UTF-8, percent-encoded. The router refuses such paths by itself;
 * of a query it would take the escapes for text.
 */
export function refuseUnreadableUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    if (isReadable(raw.url!)) return done();
    return done(BadRequest.because('The address is not percent-encoded UTF-8.'));
  });
}

const plain = /^[\x21-\x7e]*$/;

export function isReadable(url: string): boolean {
  if (!plain.test(url)) return false;
  try {
    if (url.includes('%')) decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
