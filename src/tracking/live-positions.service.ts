import { Injectable, Logger } from '@nestjs/common';
import { LocationStore, LocationStoreUnavailable, type StoredFix } from '../drivers/index.js';
import type { RequestContext } from '../platform/index.js';

export type LivePosition =
  | { readonly status: 'live'; readonly fix: StoredFix }
  | { readonly status: 'none' }
  | { readonly status: 'unavailable' };

const none = { status: 'none' } as const;
const unavailable = { status: 'unavailable' } as const;

/** Positions for those who can do without: a store that is away is an answer, not a failure. */
@Injectable()
export class LivePositionsService {
  readonly #log = new Logger(LivePositionsService.name);

  constructor(private readonly store: LocationStore) {}

  /**
   * Never rejects.
   * @param request who pays for it, where that is not the request that the calling code is in
   */
  of(driverId: string, request?: RequestContext): Promise<LivePosition> {
    // No `async`: polls are many, and this would be one promise more for each.
    return this.store.latest(driverId, request).then(
      (fix) => (fix ? { status: 'live', fix } : none),
      (error: unknown) => {
        this.#unexpected(error);
        return unavailable;
      },
    );
  }

  /** Of those who have one, in one read; null when that cannot be told. Never rejects. */
  async ofMany(driverIds: readonly string[]): Promise<ReadonlyMap<string, StoredFix> | null> {
    try {
      return await this.store.latestOfMany(driverIds);
    } catch (error) {
      this.#unexpected(error);
      return null;
    }
  }

  #unexpected(error: unknown): void {
    if (LocationStoreUnavailable.matches(error)) return;
    this.#log.error(`A position could not be read: ${(error as Error).name}`);
  }
}
