import { Injectable } from '@nestjs/common';
import { ExpectedFailure, failureOf } from '../kernel/failure.js';
import { onBehalfOf, type RequestContext } from '../platform/index.js';
import { type Address, addressOf } from './address.js';
import type { CachePolicy } from './cache.policy.js';
import type { CacheAnswer } from './lookup.js';
import { StampedCache } from './stamped-cache.js';
import { jsonStoring, type Storing } from './storing.js';

/** "There is no such thing", as it is stored. */
interface Absence {
  readonly absent: { readonly code: string; readonly detail: string };
}
interface Presence<T> {
  readonly present: T;
}

/** How long an absence is kept by a policy that remembers none, in milliseconds. */
const forgotten = 1;

/** Cached reads of JSON values, for code; `@Cached` is the same for routes. */
@Injectable()
export class CachedReads {
  constructor(private readonly cache: StampedCache) {}

  /** The value, or null for an absence, which is remembered if the policy says so. */
  read<Request, T>(
    policy: CachePolicy<Request>,
    request: Request,
    load: () => Promise<T | null>,
  ): Promise<T | null> {
    return this.readAt(policy, addressOf(policy, request), load);
  }

  /**
   * `read` for callers that have the address at hand.
   * @param request pays for the read, where it is not the request of the calling code
   */
  readAt<T>(
    policy: CachePolicy<never>,
    address: Address,
    load: () => Promise<T | null>,
    request?: RequestContext,
  ): Promise<T | null> {
    return this.cache
      .held<{ value: T | null }>(policy, address, request)
      .then((held) =>
        held
          ? held.value.value
          : onBehalfOf(request, () => this.#readStored(policy, address, load)),
      );
  }

  async #readStored<T>(
    policy: CachePolicy<never>,
    address: Address,
    load: () => Promise<T | null>,
  ): Promise<T | null> {
    const brief = policy.notFoundTtlMs ?? forgotten;
    const { value } = await this.cache.readAt(
      policy,
      address,
      async () => ({ value: await load() }),
      {
        ...jsonStoring<{ value: T | null }>(),
        decode: (stored) => {
          if (!('value' in (stored as object))) throw new TypeError('not a value or its absence');
          return stored as { value: T | null };
        },
        ttlMs: (loaded) => (loaded.value === null ? brief : undefined),
      },
    );
    return value.value;
  }

  /**
   * The value and its source. A `not-found` failure of the load is remembered as long as the policy
   * allows, and thrown again.
   */
  async readOrFail<T>(
    policy: CachePolicy<never>,
    address: Address,
    load: () => Promise<T>,
    storing: Storing<T> = jsonStoring<T>(),
  ): Promise<CacheAnswer<T>> {
    const orAbsence = async (): Promise<Presence<T> | Absence> => {
      try {
        return { present: await load() };
      } catch (error) {
        if (!isAbsence(error) || policy.notFoundTtlMs === undefined) throw error;
        return { absent: { code: error.definition.code, detail: error.detail } };
      }
    };
    const brief = policy.notFoundTtlMs ?? forgotten;
    const answer = await this.cache.readAt(policy, address, orAbsence, withAbsence(storing, brief));
    const { value } = answer;
    if ('absent' in value) throw failureOf(value.absent.code)!.because(value.absent.detail);
    return { ...answer, value: value.present };
  }

  /**
   * The value that `readOrFail` stored, if this process holds it and it is current; undefined
   * otherwise, and when that cannot be known.
   */
  held<T>(
    policy: CachePolicy<never>,
    address: Address,
    request?: RequestContext,
  ): Promise<CacheAnswer<T> | undefined> {
    return this.cache.held<Presence<T> | Absence>(policy, address, request).then((answer) => {
      if (!answer || 'absent' in answer.value) return undefined;
      const { from, ageMs } = answer;
      return { value: answer.value.present, from, ageMs };
    });
  }
}

const absenceBytes = 200;

function withAbsence<T>(storing: Storing<T>, brief: number): Storing<Presence<T> | Absence> {
  return {
    encode: (value) => ('absent' in value ? value : { present: storing.encode(value.present) }),
    decode: (stored) => {
      const value = stored as Presence<unknown> | Absence;
      if (!('absent' in value)) return { present: storing.decode(value.present) };
      if (!failureOf(value.absent.code)) throw new TypeError('not a refusal of ours');
      return value;
    },
    bytes: (value) => ('absent' in value ? absenceBytes : storing.bytes(value.present)),
    ttlMs: (value) => ('absent' in value ? brief : undefined),
    trueUntil: (value) => ('absent' in value ? undefined : storing.trueUntil?.(value.present)),
  };
}

function isAbsence(error: unknown): error is ExpectedFailure {
  return error instanceof ExpectedFailure && error.definition.kind === 'not-found';
}
