import { Injectable, Logger } from '@nestjs/common';
import { LocationStore, LocationStoreUnavailable, type StoredFix } from '../drivers/index.js';

export type LivePosition =
  | { readonly status: 'live'; readonly fix: StoredFix }
  | { readonly status: 'none' }
  | { readonly status: 'unavailable' };

/** Positions for those who can do without: a store that is away is an answer, not a failure. */
@Injectable()
export class LivePositionsService {
  readonly #log = new Logger(LivePositionsService.name);

  constructor(private readonly store: LocationStore) {}

  /** Never rejects. */
  async of(driverId: string): Promise<LivePosition> {
    const fix = await this.#orUnavailable(() => this.store.latest(driverId));
    if (fix === 'unavailable') return { status: fix };
    return fix ? { status: 'live', fix } : { status: 'none' };
  }

  /** Of those who have one, in one read; null when that cannot be told. Never rejects. */
  async ofMany(driverIds: readonly string[]): Promise<ReadonlyMap<string, StoredFix> | null> {
    const found = await this.#orUnavailable(() => this.store.latestOfMany(driverIds));
    return found === 'unavailable' ? null : found;
  }

  async #orUnavailable<T>(read: () => Promise<T>): Promise<T | 'unavailable'> {
    try {
      return await read();
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) {
        this.#log.error(`A position could not be read: ${(error as Error).name}`);
      }
      return 'unavailable';
    }
  }
}
