import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one media type besides JSON that the route's body may have. */
    streamedBody?: string;
  }
}

/**
 * The route reads a body of this type itself, as a stream (`request.body`): no byte is read before
 * the guard has admitted the caller, and the route sets its own limit on the size.
 */
export const StreamedBody = (mediaType: 'text/csv'): MethodDecorator =>
  RouteConfig({ streamedBody: mediaType }) as MethodDecorator;
