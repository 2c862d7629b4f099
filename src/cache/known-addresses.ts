import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { validationPipe } from '../platform/index.js';
import { type Address, addressOf } from './address.js';
import type { RoutePolicy } from './cache.policy.js';

const mostKnown = 5000;
const longestKnown = 500;

/** The addresses of cached routes' answers, by URL: what a URL asks for never changes. */
@Injectable()
export class KnownAddresses {
  readonly #pipe = validationPipe();
  readonly #known = new LRUCache<string, Address>({ max: mostKnown });

  /** Undefined until `of` has validated such a request. */
  get(request: FastifyRequest): Address | undefined {
    return this.#known.get(request.url);
  }

  /**
   * Pipes run after interceptors: the query is validated here so that junk mints no key.
   * @throws what the validation of the query throws
   */
  async of(policy: RoutePolicy, request: FastifyRequest): Promise<Address> {
    const known = this.get(request);
    if (known) return known;
    const query: unknown = policy.query
      ? await this.#pipe.transform(request.query, { type: 'query', metatype: policy.query })
      : {};
    const address = addressOf(policy, { query, params: request.params as Record<string, string> });
    if (request.url.length <= longestKnown) this.#known.set(request.url, address);
    return address;
  }
}
