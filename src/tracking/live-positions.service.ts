import { Injectable, Logger } from '@nestjs/common';
import { LocationStore, LocationStoreUnavailable, type StoredFix } from '../drivers/index.js';
import type { RequestContext } from '../platform/index.js';

export type LivePosition =
  | { readonly status: 'live'; readonly fix: StoredFix }
  | { readonly status: 'none' }
  | { readonly status: 'unavailable' };

export interface SeenDrivers {
  fix(driverId: string): StoredFix | null;
  heardAtMs(driverId: string): number | null;
}

const none = { status: 'none' } as const;
const unavailable = { status: 'unavailable' } as const;

/** Positions for callers that can do without: an unavailable store is an answer, not a failure. */
@Injectable()
export class LivePositionsService {
  readonly #log = new Logger(LivePositionsService.name);

  constructor(private readonly store: LocationStore) {}

  /**
   * Never rejects.
   * @param request pays for the read, where it is not the request of the calling code
   */
  of(driverId: string, request?: RequestContext): Promise<LivePosition> {
    // No `async`: polls are many, and it would cost one promise more for each.
    return this.store.latest(driverId, request).then(
      (fix) => (fix ? { status: 'live', fix } : none),
      (error: unknown) => {
        this.#unexpected(error);
        return unavailable;
      },
    );
  }

  /**
   * Fixes of the drivers who have one, and when each was last heard, epoch ms; null while
   * unavailable. Never rejects.
   */
  async ofMany(driverIds: readonly string[]): Promise<SeenDrivers | null> {
    try {
      const [fixes, sessions] = await Promise.all([
        this.store.latestOfMany(driverIds),
        this.store.sessionsOf(driverIds),
      ]);
      const heardAtMs = (driverId: string) => sessions.get(driverId)?.heardAtMs ?? null;
      return { fix: (driverId) => fixes.get(driverId) ?? null, heardAtMs };
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
