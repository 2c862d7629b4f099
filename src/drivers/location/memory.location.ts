import type { Clock } from '../../kernel/clock.js';
import { tooSoon } from '../../platform/index.js';
import { follow, newTrack, type Track } from '../domain/fix-order.js';
import {
  believedJumps,
  clockToleranceMs,
  isInWorkArea,
  isWithinReach,
  type Jump,
  jumped,
} from '../domain/fix-rules.js';
import { madeAtMs } from '../domain/phone-clock.js';
import { nextPingDue } from '../domain/ping-pace.js';
import { pingQuota, positionTtlMs, shiftTtlMs } from '../drivers.cache.js';
import {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NearestSearch,
  type NotHeard,
  type OpenShift,
  type RecordOutcome,
  type Session,
  type ShiftState,
  type StoredFix,
} from './location.port.js';
import { nearestOf } from './nearest.js';
import { recordedMsOf } from './stored-fix.js';

interface KnownSession {
  readonly epoch: number;
  readonly isOpen: boolean;
  readonly store: OpenShift['store'];
  /** It outlives the position, so that no older fix is accepted later. */
  readonly track: Track;
  readonly dueMs: number;
  readonly heardMs: number;
  /** Until then, the first fix must not be old: newer ones may have been forgotten. */
  readonly doubtUntilMs: number;
  readonly expiresAt: number;
}

interface Position {
  readonly fix: StoredFix;
  /** By the phone's clock. */
  readonly recordedMs: number | null;
  readonly jump: Jump | null;
  readonly expiresAt: number;
}

const noPings = { store: null, track: newTrack, dueMs: 0, heardMs: 0, doubtUntilMs: 0 };

/** Positions of a single process, for the embedded mode. */
export class MemoryLocationStore extends LocationStore {
  readonly #sessions = new Map<string, KnownSession>();
  readonly #positions = new Map<string, Position>();
  #isTold = false;

  constructor(private readonly clock: Clock) {
    super();
  }

  override async openShift(driverId: string, shift: OpenShift): Promise<void> {
    const { epoch, store, isResumed, isSignOn } = shift;
    const known = this.#alive(this.#sessions, driverId);
    if (known && (known.epoch > epoch || (known.epoch === epoch && !known.isOpen))) return;
    const isSame = known?.epoch === epoch;
    const staysThere = isSame || (isSignOn && known?.isOpen);
    if (!staysThere) this.#positions.delete(driverId);
    const doubtUntilMs = isResumed ? this.#nowMs() + positionTtlMs : 0;
    const { dueMs, heardMs, store: before } = staysThere && known ? known : noPings;
    const begun = isSame ? known : { ...noPings, dueMs, heardMs, store: before, doubtUntilMs };
    this.#sessions.set(driverId, {
      ...begun,
      epoch,
      isOpen: true,
      store: store ?? begun.store,
      expiresAt: this.#nowMs() + shiftTtlMs,
    });
  }

  override async closeShift(driverId: string, epoch: number): Promise<void> {
    const known = this.#alive(this.#sessions, driverId);
    if (known && known.epoch > epoch) return;
    const expiresAt = this.#nowMs() + shiftTtlMs;
    this.#sessions.set(driverId, { ...noPings, epoch, isOpen: false, expiresAt });
    this.#positions.delete(driverId);
  }

  override async restore(shifts: readonly ShiftState[]): Promise<void> {
    for (const state of shifts) {
      if ('open' in state) await this.openShift(state.driverId, { ...state.open, isResumed: true });
      else await this.closeShift(state.driverId, state.endedEpoch);
    }
    this.#isTold = true;
  }

  override async record(driverId: string, fix: Fix): Promise<RecordOutcome> {
    const session = this.#heard(driverId, fix.epoch);
    if (typeof session === 'string') return session;
    const nowMs = this.#nowMs();
    const recordedMs = recordedMsOf(fix);
    const isDoubtful = nowMs < session.doubtUntilMs;
    const moment = { nowMs, heardMs: session.heardMs, isDoubtful };
    const { isNewer, track } = follow(session.track, { seq: fix.seq, recordedMs }, moment);
    const outcome = isNewer
      ? this.#judge(driverId, session, { ...fix, recordedMs, receivedMs: nowMs })
      : (`stale ${session.track.seq}` as const);
    // What is not plausible is no proof of anything else either.
    if (isNewer && outcome !== 'applied') return outcome;
    const known = this.#sessions.get(driverId)!;
    this.#sessions.set(driverId, { ...known, track });
    if (!isNewer) return outcome;
    const madeMs = recordedMs === null ? nowMs : madeAtMs(recordedMs, track.clock!, nowMs);
    this.#positions.set(driverId, {
      fix: {
        ...fix,
        recordedAt: recordedMs === null ? null : new Date(madeMs).toISOString(),
        receivedAtMs: nowMs,
        madeAtMs: madeMs,
        isAgeKnown: recordedMs !== null && track.clock!.isKnown,
        heardAtMs: nowMs,
      },
      recordedMs,
      jump: null,
      expiresAt: nowMs + positionTtlMs,
    });
    const isFar = recordedMs !== null && Math.abs(madeMs - recordedMs) > clockToleranceMs;
    return isFar ? 'corrected' : 'applied';
  }

  override async hear(driverId: string, epoch: number): Promise<'heard' | NotHeard> {
    const session = this.#heard(driverId, epoch);
    return typeof session === 'string' ? session : 'heard';
  }

  /** The session as it was before this ping, which is counted in any case. */
  #heard(driverId: string, epoch: number): KnownSession | NotHeard {
    const session = this.#alive(this.#sessions, driverId);
    if (!session && !this.#isTold) return 'forgotten';
    if (!session?.isOpen || epoch > session.epoch) return 'off-shift';
    const heardMs = this.#nowMs();
    const isReplaced = epoch < session.epoch;
    const dueMs = isReplaced ? session.dueMs : nextPingDue(session.dueMs, heardMs);
    const isTooSoon = dueMs < 0;
    const heard = { ...session, heardMs, ...(!isTooSoon && { dueMs }) };
    this.#sessions.set(driverId, heard);
    const position = this.#alive(this.#positions, driverId);
    if (position) {
      const fix = { ...position.fix, heardAtMs: heardMs };
      this.#positions.set(driverId, { ...position, fix, expiresAt: heardMs + positionTtlMs });
    }
    if (isTooSoon) throw tooSoon(pingQuota, -dueMs);
    return isReplaced ? 'replaced' : session;
  }

  #judge(
    driverId: string,
    { store, epoch }: KnownSession,
    fix: Fix & { readonly recordedMs: number | null; readonly receivedMs: number },
  ): 'applied' | 'implausible' | 'out-of-area' {
    if (store && !isInWorkArea(store.location, fix)) return 'out-of-area';
    const last = this.#alive(this.#positions, driverId);
    if (last?.fix.epoch !== epoch) return 'applied';
    const { seq, lat, lng, receivedAtMs: receivedMs } = last.fix;
    const seen = { seq, lat, lng, recordedMs: last.recordedMs, receivedMs };
    if (isWithinReach(seen, fix)) return 'applied';
    const jump = jumped(last.jump, fix);
    this.#positions.set(driverId, { ...last, jump });
    return jump.count >= believedJumps ? 'applied' : 'implausible';
  }

  override async sessionsOf(driverIds: readonly string[]): Promise<Map<string, Session>> {
    return new Map(
      driverIds.flatMap((driverId) => {
        const session = this.#alive(this.#sessions, driverId);
        if (!session?.isOpen) return [];
        const { epoch, heardMs, track } = session;
        const lastSeq = track.seq < 0 ? null : track.seq;
        return [[driverId, { epoch, lastSeq, heardAtMs: heardMs || null }]];
      }),
    );
  }

  override async latest(driverId: string): Promise<StoredFix | null> {
    return this.#alive(this.#positions, driverId)?.fix ?? null;
  }

  override async latestOfMany(driverIds: readonly string[]): Promise<Map<string, StoredFix>> {
    return this.#fixesOf(driverIds);
  }

  override async nearest(search: NearestSearch): Promise<NearbyDriver[]> {
    const drivers = [...this.#positions.keys()].filter(
      (driverId) => this.#sessions.get(driverId)?.store?.id === search.storeId,
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
