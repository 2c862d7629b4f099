import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one media type besides JSON that the route's body may have. */
    streamedBody?: string;
  }
}

/**
 * The route reads a body of this type by itself, as a stream (`request.body`): nothing is read of
 * it before the guard has let the caller in, and the limit on its size is the route's own.
 */
export const StreamedBody = (mediaType: 'text/csv'): MethodDecorator =>
  RouteConfig({ streamedBody: mediaType }) as MethodDecorator;
