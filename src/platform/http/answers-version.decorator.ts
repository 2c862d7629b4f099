import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { etagOf } from './if-match.decorator.js';

interface Versioned {
  /** 0: nothing is stored yet that an edit could name. */
  readonly version: number;
}

/** The documented answers, by status. */
interface Answers {
  readonly type: Type<Versioned>;
  readonly ok?: string;
  readonly created?: string;
}

const headers = { ETag: { description: 'For If-Match', schema: { type: 'string' } } } as const;

/** Sends the ETag of the body's `version`, and documents it with the answer. */
export function AnswersVersion({ type, ok, created }: Answers): MethodDecorator {
  return applyDecorators(
    ...(ok === undefined ? [] : [ApiOkResponse({ type, description: ok, headers })]),
    ...(created === undefined ? [] : [ApiCreatedResponse({ type, description: created, headers })]),
    UseInterceptors(SendVersion),
  ) as MethodDecorator;
}

class SendVersion implements NestInterceptor<Versioned> {
  intercept(context: ExecutionContext, next: CallHandler<Versioned>): Observable<Versioned> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(({ version }) => {
        if (version > 0) void reply.header('etag', etagOf(version));
      }),
    );
  }
}
