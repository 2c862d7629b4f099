import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../kernel/clock.js';
import { StaffQueries } from './staff.queries.js';
import type { StoreScope } from './store-scope.js';

/** Another process may have moved somebody: it is asked again after so long. */
const trustedMs = 60_000;
const mostRemembered = 10_000;

interface Remembered {
  readonly stores: StoreScope;
  /** When it was asked, before the answer. */
  readonly askedAtMs: number;
}

/** The stores of staff: asked once a minute for each one at work, and at once after a change here. */
@Injectable()
export class StaffStores {
  readonly #remembered = new LRUCache<string, Remembered>({ max: mostRemembered });
  /** Counts changes: an answer from before one must not be remembered after it. */
  #changes = 0;

  constructor(
    private readonly queries: StaffQueries,
    private readonly clock: Clock,
  ) {}

  /** At most a minute old; none for an account that is not of staff. */
  async of(accountId: string): Promise<StoreScope> {
    const known = this.known(accountId);
    if (known) return known;
    const askedAtMs = this.#nowMs();
    const before = this.#changes;
    const stores = await this.queries.storesOf(accountId);
    if (before === this.#changes) this.#remembered.set(accountId, { stores, askedAtMs });
    return stores;
  }

  /** What is remembered of the last minute. */
  known(accountId: string): StoreScope | undefined {
    const found = this.#remembered.get(accountId);
    if (!found) return undefined;
    if (this.#nowMs() - found.askedAtMs < trustedMs) return found.stores;
    this.#remembered.delete(accountId);
    return undefined;
  }

  /** To be called after the commit of a change. */
  forget(accountId: string): void {
    this.#changes += 1;
    this.#remembered.delete(accountId);
  }

  #nowMs(): number {
    return this.clock.now().getTime();
  }
}
