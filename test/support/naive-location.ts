// A store of positions by naive rules: the highest sequence number is the newest, a place is judged
// and aged by when it reached us, and whoever is refused was not heard.
import { isWithinReach } from '../../src/drivers/domain/fix-rules.js';
import {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NotHeard,
  type OpenShift,
  type RecordOutcome,
  type Session,
  type StoredFix,
} from '../../src/drivers/location/location.port.js';
import type { Clock } from '../../src/kernel/clock.js';

export class NaiveLocationStore extends LocationStore {
  #epoch = 0;
  #last: StoredFix | null = null;

  constructor(private readonly clock: Clock) {
    super();
  }

  /** Going on duty again answers the same session. */
  override async openShift(_driverId: string, { epoch, isSignOn }: OpenShift): Promise<void> {
    if (!isSignOn) this.#epoch = epoch;
  }

  override async closeShift(): Promise<void> {}

  override async restore(): Promise<void> {}

  override async record(_driverId: string, fix: Fix): Promise<RecordOutcome> {
    const now = this.clock.now().getTime();
    const last = this.#last;
    if (last && fix.seq <= last.seq) return `stale ${last.seq}`;
    const seen = last && { ...last, recordedMs: null, receivedMs: last.receivedAtMs };
    const here = { ...fix, recordedMs: null, receivedMs: now };
    if (seen && !isWithinReach(seen, here)) return 'implausible';
    const times = { receivedAtMs: now, madeAtMs: now, heardAtMs: now };
    this.#last = { ...fix, ...times, isAgeKnown: true };
    return 'applied';
  }

  override async hear(): Promise<'heard' | NotHeard> {
    return 'heard';
  }

  override async sessionsOf([driverId]: readonly string[]): Promise<Map<string, Session>> {
    const heardAtMs = this.clock.now().getTime();
    return new Map([[driverId!, { epoch: this.#epoch, lastSeq: null, heardAtMs }]]);
  }

  override async latest(): Promise<StoredFix | null> {
    return this.#last;
  }

  override async latestOfMany(): Promise<Map<string, StoredFix>> {
    return new Map();
  }

  override async nearest(): Promise<NearbyDriver[]> {
    return [];
  }
}
