import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { MethodNotAllowed } from '../platform.errors.js';
import { type AnswerHeaders, sendable } from './answer-headers.js';
import { noContent } from './status-of-error.js';

/** The most that browsers keep an answer to a preflight, in seconds: two hours. */
const preflightSeconds = 7200;

/**
 * Answers 405 instead of 404 where a path exists with other methods, and what browsers ask before
 * a script of another origin calls it.
 */
export function answerOtherMethods(fastify: FastifyInstance, headers: AnswerHeaders): void {
  /** Each route's path, split at its slashes, with its methods. */
  const routes: { readonly path: readonly string[]; readonly methods: readonly string[] }[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    if (!url.includes('*')) routes.push({ path: url.split('/'), methods: [method].flat() });
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const asked = request.url.split('?')[0]!.split('/');
    const found = routes.filter(({ path }) => leadsTo(path, asked));
    if (found.length === 0) return done();
    const allowed = [...new Set(found.flatMap(({ methods }) => methods))].toSorted().join(', ');
    if (isPreflight(request.raw) && headers.isShared(request.raw)) return preflight(reply, allowed);
    void reply.header('allow', allowed);
    return done(MethodNotAllowed.because(`This path answers to ${allowed}.`));
  });
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function preflight(reply: FastifyReply, allowed: string): void {
  void reply
    .code(noContent)
    .headers({
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': sendable.join(', '),
      'access-control-max-age': String(preflightSeconds),
    })
    .send();
}

function leadsTo(path: readonly string[], asked: readonly string[]): boolean {
  return (
    path.length === asked.length &&
    path.every((part, index) =>
      part.startsWith(':') ? asked[index] !== '' : part === asked[index],
    )
  );
}
