import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { validationPipe } from '../platform/index.js';
import { type Address, addressOf } from './address.js';
import type { RoutePolicy } from './cache.policy.js';

const mostKnown = 5000;
const longestKnown = 500;

/** The policy and the address of a URL: they never change. */
export interface Known {
  readonly route: string;
  readonly policy: RoutePolicy;
  readonly address: Address;
}

/** The addresses of cached routes' answers, by URL. */
@Injectable()
export class KnownAddresses {
  readonly #pipe = validationPipe();
  readonly #known = new LRUCache<string, Known>({ max: mostKnown });

  /** Undefined until `of` has validated a request for this URL. */
  get(url: string): Known | undefined {
    return this.#known.get(url);
  }

  /**
   * Pipes run after interceptors: the query is validated here so that invalid queries make no keys.
   * @throws the failures of the query's validation
   */
  async of(policy: RoutePolicy, request: FastifyRequest): Promise<Address> {
    const { url } = request;
    const known = this.get(url);
    if (known) return known.address;
    const query: unknown = policy.query
      ? await this.#pipe.transform(request.query, { type: 'query', metatype: policy.query })
      : {};
    const address = addressOf(policy, { query, params: request.params as Record<string, string> });
    const route = request.routeOptions.url!;
    if (url.length <= longestKnown) this.#known.set(url, { route, policy, address });
    return address;
  }
}
