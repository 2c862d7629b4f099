import type { FastifyInstance } from 'fastify';
import { MethodNotAllowed } from '../platform.errors.js';

/** Answers 405 instead of 404 where a path exists with other methods. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
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
    void reply.header('allow', allowed);
    return done(MethodNotAllowed.because(`This path answers to ${allowed}.`));
  });
}

function leadsTo(path: readonly string[], asked: readonly string[]): boolean {
  return (
    path.length === asked.length &&
    path.every((part, index) =>
      part.startsWith(':') ? asked[index] !== '' : part === asked[index],
    )
  );
}
