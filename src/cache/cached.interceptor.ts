import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  HttpStatus,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { RoutePolicy } from './cache.policy.js';
import { CachedReads } from './cached-reads.js';
import { KnownAddresses } from './known-addresses.js';
import { prepared } from './sent-answer.js';
import { answerStoring, storedAnswer } from './stored-answer.js';

export const CACHE_POLICY = 'larder:cache-policy';

/**
 * Serves the route's answer as stored bytes. Guards have run before: a hit skips the handler,
 * never a permission check.
 */
@Injectable()
export class CachedInterceptor implements NestInterceptor {
  constructor(
    private readonly reads: CachedReads,
    private readonly addresses: KnownAddresses,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const policy = this.reflector.get<RoutePolicy>(CACHE_POLICY, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const answer = await this.reads.readOrFail(
      policy,
      await this.addresses.of(policy, request),
      async () => {
        const made: unknown = await lastValueFrom(next.handle());
        return storedAnswer(made, policy.trueUntil?.(made));
      },
      answerStoring,
    );
    return of(prepared(answer, request, reply));
  }
}

/** Caches a GET route by a policy of its module's `*.cache.ts`. */
export function Cached<Query>(policy: RoutePolicy<Query>): MethodDecorator {
  return applyDecorators(
    SetMetadata(CACHE_POLICY, policy),
    UseInterceptors(CachedInterceptor),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'An ETag you have' }),
    ApiResponse({
      status: HttpStatus.NOT_MODIFIED,
      description: 'Your copy is still good (If-None-Match)',
    }),
  ) as MethodDecorator;
}
