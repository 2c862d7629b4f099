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
    try {
      const fix = await this.store.latest(driverId);
      return fix ? { status: 'live', fix } : { status: 'none' };
    } catch (error) {
      if (!LocationStoreUnavailable.matches(error)) {
        this.#log.error(`A position could not be read: ${(error as Error).name}`);
      }
      return { status: 'unavailable' };
    }
  }
}
