import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { validationPipe } from '../platform/index.js';
import type { CachedRequest, RoutePolicy } from './cache.policy.js';
import { CachedReads } from './cached-reads.js';
import { answerStoring, storedAnswer, variantFor } from './stored-answer.js';

const mostKnown = 5000;
const longestKnown = 500;

export const CACHE_POLICY = 'larder:cache-policy';

/**
 * Serves the route's answer as stored bytes. Guards have run before: a hit skips the handler,
 * never a permission check.
 */
@Injectable()
export class CachedInterceptor implements NestInterceptor {
  readonly #pipe = validationPipe();
  /** What a URL asks for never changes: those asked again need no second validation. */
  readonly #known = new LRUCache<string, CachedRequest>({ max: mostKnown });

  constructor(
    private readonly reads: CachedReads,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const policy = this.reflector.get<RoutePolicy>(CACHE_POLICY, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();

    const answer = await this.reads.readOrFail(
      policy,
      await this.#identify(policy, request),
      () => lastValueFrom(next.handle()).then(storedAnswer),
      answerStoring,
    );
    const variant = variantFor(answer.value, request.headers['accept-encoding']);
    if (variant.encoding) void reply.header('content-encoding', variant.encoding);
    void reply.headers({
      'content-type': 'application/json; charset=utf-8',
      etag: variant.etag,
      'cache-control': policy.scope === 'public' ? 'public, no-cache' : 'private, no-cache',
      vary: 'accept-encoding',
      'x-cache': answer.from,
      age: String(Math.floor(answer.ageMs / 1000)),
    });
    return of(variant.body);
  }

  /** Pipes run after interceptors: the query is validated here so that junk mints no key. */
  async #identify(policy: RoutePolicy, request: FastifyRequest): Promise<CachedRequest> {
    const known = this.#known.get(request.url);
    if (known) return known;
    const query: unknown = policy.query
      ? await this.#pipe.transform(request.query, { type: 'query', metatype: policy.query })
      : {};
    const asked = { query, params: request.params as Record<string, string> };
    if (request.url.length <= longestKnown) this.#known.set(request.url, asked);
    return asked;
  }
}

/** Caches a GET route by a policy of its module's `*.cache.ts`. */
export function Cached<Query>(policy: RoutePolicy<Query>): MethodDecorator {
  return applyDecorators(
    SetMetadata(CACHE_POLICY, policy),
    UseInterceptors(CachedInterceptor),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'An ETag you have' }),
    ApiResponse({ status: 304, description: 'Your copy is still good (If-None-Match)' }),
  ) as MethodDecorator;
}
