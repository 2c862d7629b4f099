import { Injectable } from '@nestjs/common';
import { ExpectedFailure, failureOf } from '../kernel/failure.js';
import type { CachePolicy } from './cache.policy.js';
import { type CacheAnswer, StampedCache } from './stamped-cache.js';

/** "There is no such thing", as it is stored. */
interface Absence {
  readonly absent: { readonly code: string; readonly detail: string };
}
interface Presence<T> {
  readonly present: T;
}

/** Cached reads of JSON values, for code; `@Cached` is the same for routes. */
@Injectable()
export class CachedReads {
  constructor(private readonly cache: StampedCache) {}

  /** The value, or null where there is none; an absence is remembered if the policy says so. */
  async read<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T | null>,
  ): Promise<T | null> {
    const { value } = await this.cache.read(
      policy,
      request,
      async () => ({ value: await load() }),
      (loaded) => (loaded.value === null ? (policy.notFoundTtlMs ?? 1) : policy.ttlMs),
    );
    return value.value;
  }

  /**
   * The value with where it came from. A `not-found` failure of the load is remembered as long
   * as the policy allows, and thrown again.
   */
  async readOrFail<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T>,
  ): Promise<CacheAnswer<T>> {
    const answer = await this.cache.read<Request, Presence<T> | Absence>(
      policy,
      request,
      async () => {
        try {
          return { present: await load() };
        } catch (error) {
          if (!isAbsence(error) || policy.notFoundTtlMs === undefined) throw error;
          return { absent: { code: error.definition.code, detail: error.detail } };
        }
      },
      (value) => ('absent' in value ? (policy.notFoundTtlMs ?? 1) : policy.ttlMs),
    );
    const { value } = answer;
    if ('absent' in value) throw failureOf(value.absent.code)!.because(value.absent.detail);
    return { ...answer, value: value.present };
  }
}

function isAbsence(error: unknown): error is ExpectedFailure {
  return error instanceof ExpectedFailure && error.definition.kind === 'not-found';
}
