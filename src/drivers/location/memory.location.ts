import type { Clock } from '../../kernel/clock.js';
import { positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import { LocationStore, type Fix, type RecordOutcome, type StoredFix } from './location.port.js';

interface ShiftState {
  readonly epoch: number;
  readonly isOpen: boolean;
  /** The highest kept so far: it outlives the position, so that no old fix returns after it. */
  readonly seq: number | null;
  readonly expiresAt: number;
}

interface Position {
  readonly fix: StoredFix;
  readonly expiresAt: number;
}

/** Positions of a single process, for the embedded mode. */
export class MemoryLocationStore extends LocationStore {
  readonly #shifts = new Map<string, ShiftState>();
  readonly #positions = new Map<string, Position>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async openShift(driverId: string, epoch: number): Promise<void> {
    const known = this.#alive(this.#shifts, driverId);
    if (known && (known.epoch > epoch || (known.epoch === epoch && !known.isOpen))) return;
    if (known?.epoch !== epoch) this.#positions.delete(driverId);
    const seq = known?.epoch === epoch ? known.seq : null;
    this.#shifts.set(driverId, { epoch, isOpen: true, seq, expiresAt: this.#in(shiftTtlMs) });
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    const known = this.#alive(this.#shifts, driverId);
    if (known && known.epoch > epoch) return;
    const expiresAt = this.#in(shiftTtlMs);
    this.#shifts.set(driverId, { epoch, isOpen: false, seq: null, expiresAt });
    this.#positions.delete(driverId);
  }

  override async record(driverId: string, fix: Fix): Promise<RecordOutcome> {
    const shift = this.#alive(this.#shifts, driverId);
    if (!shift?.isOpen || shift.epoch !== fix.epoch) return 'off-shift';
    if (shift.seq !== null && fix.seq <= shift.seq) return 'stale';
    this.#shifts.set(driverId, { ...shift, seq: fix.seq });
    const stored = { ...fix, receivedAt: this.clock.now().toISOString() };
    this.#positions.set(driverId, { fix: stored, expiresAt: this.#in(positionTtlMs) });
    return 'applied';
  }

  override async latest(driverId: string): Promise<StoredFix | null> {
    return this.#alive(this.#positions, driverId)?.fix ?? null;
  }

  #in(milliseconds: number): number {
    return this.clock.now().getTime() + milliseconds;
  }

  #alive<T extends { expiresAt: number }>(entries: Map<string, T>, key: string): T | null {
    const entry = entries.get(key);
    if (!entry) return null;
    if (entry.expiresAt > this.clock.now().getTime()) return entry;
    entries.delete(key);
    return null;
  }
}
