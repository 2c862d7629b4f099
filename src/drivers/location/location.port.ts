/** One position as a driver's phone reports it, in the terms of the Geolocation API. */
export interface Fix {
  /** The open shift it belongs to: answered by POST /v1/driver/shift, higher for every new shift. */
  readonly epoch: number;
  /** Grows with every fix of a shift; (epoch, seq) alone decides what is newer. */
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  /** Radius of the 68 % circle, metres. */
  readonly accuracyM: number | null;
  /** Degrees clockwise from true north. */
  readonly headingDeg: number | null;
  /** Metres per second. */
  readonly speedMps: number | null;
  /** The phone's clock, ISO 8601: shown, never compared. */
  readonly recordedAt: string | null;
}

export interface StoredFix extends Fix {
  /** Our clock, ISO 8601: how old a position is counts from here. */
  readonly receivedAt: string;
}

export type RecordOutcome = 'applied' | 'stale' | 'off-shift';

/**
 * Where the live positions are: the newest fix of each driver on shift, for at most
 * `positionTtlMs` after its ping. It may forget everything at any moment; SQL knows the shifts
 * and they are opened here again.
 *
 * Every method rejects with `location-store-unavailable` when the store does not answer in time.
 */
export abstract class LocationStore {
  /**
   * Lets a shift send positions. Opening an open shift again changes nothing but how long it is
   * remembered; a shift that has been closed, or is older than the newest one, stays closed.
   */
  abstract openShift(driverId: string, epoch: number): Promise<void>;

  /** Ends the shift and forgets the position at once. Older shifts than the newest are ignored. */
  abstract closeShift(driverId: string, epoch: number): Promise<void>;

  /** Keeps a fix if its shift is open and no newer fix of that shift was ever kept. */
  abstract record(driverId: string, fix: Fix): Promise<RecordOutcome>;

  /** The driver's newest fix; null when there was none lately. */
  abstract latest(driverId: string): Promise<StoredFix | null>;
}
