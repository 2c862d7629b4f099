import type { Clock } from '../../kernel/clock.js';
import { tooSoon } from '../../platform/index.js';
import { isInWorkArea, isWithinReach } from '../domain/fix-rules.js';
import { nextPingDue } from '../domain/ping-pace.js';
import { pingQuota, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NearestSearch,
  type OpenShift,
  type PhoneAge,
  type RecordOutcome,
  type ShiftState,
  type StoredFix,
} from './location.port.js';
import { nearestOf } from './nearest.js';

interface KnownShift {
  readonly epoch: number;
  readonly isOpen: boolean;
  readonly store: OpenShift['store'];
  /** The highest kept so far: it outlives the position, so that no older fix is accepted later. */
  readonly seq: number;
  readonly dueMs: number;
  /** Until then, the first fix must not be old: newer ones may have been forgotten. */
  readonly doubtUntilMs: number;
  readonly expiresAt: number;
}

interface Position {
  readonly fix: StoredFix;
  readonly receivedAtMs: number;
  readonly expiresAt: number;
}

/** Positions of a single process, for the embedded mode. */
export class MemoryLocationStore extends LocationStore {
  readonly #shifts = new Map<string, KnownShift>();
  readonly #positions = new Map<string, Position>();
  #isTold = false;

  constructor(private readonly clock: Clock) {
    super();
  }

  override async openShift(
    driverId: string,
    { epoch, store, isResumed }: OpenShift,
  ): Promise<void> {
    const known = this.#alive(this.#shifts, driverId);
    if (known && (known.epoch > epoch || (known.epoch === epoch && !known.isOpen))) return;
    const isSame = known?.epoch === epoch;
    if (!isSame) this.#positions.delete(driverId);
    const doubtUntilMs = isResumed ? this.#nowMs() + positionTtlMs : 0;
    const before = isSame ? known : { seq: -1, dueMs: 0, store: null, doubtUntilMs };
    this.#shifts.set(driverId, {
      epoch,
      isOpen: true,
      store: store ?? before.store,
      seq: before.seq,
      dueMs: before.dueMs,
      doubtUntilMs: before.doubtUntilMs,
      expiresAt: this.#nowMs() + shiftTtlMs,
    });
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    const known = this.#alive(this.#shifts, driverId);
    if (known && known.epoch > epoch) return;
    const expiresAt = this.#nowMs() + shiftTtlMs;
    const nothing = { store: null, seq: -1, dueMs: 0, doubtUntilMs: 0 };
    this.#shifts.set(driverId, { ...nothing, epoch, isOpen: false, expiresAt });
    this.#positions.delete(driverId);
  }

  override async restore(shifts: readonly ShiftState[]): Promise<void> {
    for (const state of shifts) {
      if ('open' in state) await this.openShift(state.driverId, { ...state.open, isResumed: true });
      else await this.closeShift(state.driverId, state.endedEpoch);
    }
    this.#isTold = true;
  }

  override async record(
    driverId: string,
    fix: Fix,
    age: PhoneAge = 'fresh',
  ): Promise<RecordOutcome> {
    const shift = this.#alive(this.#shifts, driverId);
    if (!shift && !this.#isTold) return 'forgotten';
    if (!shift?.isOpen || shift.epoch !== fix.epoch) return 'off-shift';
    const now = this.#nowMs();
    const dueMs = nextPingDue(shift.dueMs, now);
    if (dueMs < 0) throw tooSoon(pingQuota, -dueMs);
    const isDoubtful = age === 'old' && shift.seq < 0 && now < shift.doubtUntilMs;
    const outcome = isDoubtful
      ? 'stale'
      : this.#judge(shift, this.#alive(this.#positions, driverId), fix);
    const isApplied = outcome === 'applied';
    this.#shifts.set(driverId, { ...shift, dueMs, seq: isApplied ? fix.seq : shift.seq });
    if (isApplied) {
      this.#positions.set(driverId, {
        fix: { ...fix, receivedAtMs: now },
        receivedAtMs: now,
        expiresAt: now + positionTtlMs,
      });
    }
    return outcome;
  }

  #judge(shift: KnownShift, last: Position | null, fix: Fix): RecordOutcome {
    if (fix.seq <= shift.seq) return 'stale';
    if (shift.store && !isInWorkArea(shift.store.location, fix)) return 'out-of-area';
    if (!last) return 'applied';
    const seen = { lat: last.fix.lat, lng: last.fix.lng, receivedAtMs: last.receivedAtMs };
    return isWithinReach(seen, fix, this.#nowMs()) ? 'applied' : 'implausible';
  }

  override async latest(driverId: string): Promise<StoredFix | null> {
    return this.#alive(this.#positions, driverId)?.fix ?? null;
  }

  override async latestOfMany(driverIds: readonly string[]): Promise<Map<string, StoredFix>> {
    return this.#fixesOf(driverIds);
  }

  override async nearest(search: NearestSearch): Promise<NearbyDriver[]> {
    const drivers = [...this.#positions.keys()].filter(
      (driverId) => this.#shifts.get(driverId)?.store?.id === search.storeId,
    );
    return nearestOf(this.#fixesOf(drivers), search);
  }

  #fixesOf(driverIds: readonly string[]): Map<string, StoredFix> {
    return new Map(
      driverIds.flatMap((driverId) => {
        const position = this.#alive(this.#positions, driverId);
        return position ? [[driverId, position.fix]] : [];
      }),
    );
  }

  #nowMs(): number {
    return this.clock.now().getTime();
  }

  #alive<T extends { expiresAt: number }>(entries: Map<string, T>, key: string): T | null {
    const entry = entries.get(key);
    if (!entry) return null;
    if (entry.expiresAt > this.#nowMs()) return entry;
    entries.delete(key);
    return null;
  }
}
