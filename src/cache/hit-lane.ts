import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
} from 'fastify';
import type { Address } from './address.js';
import type { CachePolicy } from './cache.policy.js';
import { CachedReads } from './cached-reads.js';
import { KnownAddresses } from './known-addresses.js';
import { prepared } from './sent-answer.js';
import type { StoredAnswer } from './stored-answer.js';

/**
 * Answers what this process holds of cached routes from a Fastify hook, before Nest's router,
 * interceptors and observables, which cost more than the answer does. Everything else
 * (a first look, a miss, a refresh, a 404) goes on to `CachedInterceptor`, which alone loads and
 * stores.
 *
 * No guard has run here. That is right only for routes that anyone may call; `CachedRoutes` and
 * the accounts module refuse to start when `@Cached` stands on any other.
 */
@Injectable()
export class HitLane implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly addresses: KnownAddresses,
    private readonly reads: CachedReads,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      const policy = request.routeOptions.config.cachePolicy;
      const address = policy && this.addresses.get(request);
      // No promise for the routes that are not cached.
      if (!address) return done();
      void this.#answer(policy, address, request, reply, done);
    });
  }

  async #answer(
    policy: CachePolicy<never>,
    address: Address,
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): Promise<void> {
    try {
      const answer = await this.reads.held<StoredAnswer>(policy, address, request.spent);
      if (answer) return void reply.send(prepared(answer, request, reply));
    } catch (error) {
      return done(error as Error);
    }
    done();
  }
}
