import { PassThrough } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { MalformedJson } from '../platform.errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    keepsRawBody?: boolean;
  }
  interface FastifyRequest {
    rawBody?: Buffer;
  }
}

/** Keeps the body's bytes as they were sent, beside the parsed body: signatures cover the bytes. */
export const KeepsRawBody = (): MethodDecorator =>
  RouteConfig({ keepsRawBody: true }) as MethodDecorator;

/** The bytes of the body. @throws malformed-json when none was sent */
export const RawBody = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const { rawBody } = context.switchToHttp().getRequest<FastifyRequest>();
  if (rawBody === undefined || rawBody.length === 0) {
    throw MalformedJson.because('The request has no body.');
  }
  return rawBody;
});

/** The parser reads a copy, and so keeps its limit on the size. */
export function keepRawBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: RequestPayload,
  done: (error: Error | null, payload?: RequestPayload) => void,
): void {
  if (!request.routeOptions.config.keepsRawBody) return done(null, payload);
  const chunks: Buffer[] = [];
  const copy = new PassThrough();
  copy.on('data', (chunk: Buffer) => chunks.push(chunk));
  copy.on('end', () => (request.rawBody = Buffer.concat(chunks)));
  copy.pause();
  payload.pipe(copy);
  done(null, copy);
}
