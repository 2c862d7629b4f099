import type { LatLng } from '../../kernel/geo.js';
import type { RequestContext } from '../../platform/index.js';

/** One position as a driver's phone reports it, in the terms of the Geolocation API. */
export interface Fix {
  /** The epoch of its shift, answered by POST /v1/driver/shift: higher for every new shift. */
  readonly epoch: number;
  /** Grows with every fix of a shift; (epoch, seq) alone decides which fix is newer. */
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  /** Radius of the 68 % circle, metres. */
  readonly accuracyM: number | null;
  /** Degrees clockwise from true north. */
  readonly headingDeg: number | null;
  /** Metres per second. */
  readonly speedMps: number | null;
  /** The phone's clock, ISO 8601, for display; it does not decide which fix is newer. */
  readonly recordedAt: string | null;
}

export interface StoredFix extends Fix {
  /** Our clock, epoch ms: the age of a position counts from here. */
  readonly receivedAtMs: number;
}

/** An open shift, as the store of positions knows it. */
export interface OpenShift {
  readonly epoch: number;
  /** The store that the driver works for; null for shifts from before they had one. */
  readonly store: { readonly id: string; readonly location: LatLng } | null;
  /** It was open before: the location store may have forgotten fixes of it. */
  readonly isResumed?: boolean;
}

/** The age of a fix by the phone's clock, which serves for nothing else. */
export type PhoneAge = 'fresh' | 'old';

/** A driver's latest shift: open, or ended with this epoch. */
export type ShiftState = { readonly driverId: string } & (
  { readonly open: OpenShift } | { readonly endedEpoch: number }
);

/**
 * The outcome of a fix: kept (`applied`); not newer than one before (`stale`); too far from the
 * last one for the time between (`implausible`), or from the store (`out-of-area`); of no open
 * shift (`off-shift`); or of a shift that may be open, while the store of positions has lost its
 * memory (`forgotten`: see `restore`).
 */
export type RecordOutcome =
  'applied' | 'stale' | 'implausible' | 'out-of-area' | 'off-shift' | 'forgotten';

export interface NearestSearch {
  readonly storeId: string;
  readonly place: LatLng;
  readonly radiusM: number;
  readonly limit: number;
  /** Drivers to leave out, such as those with enough deliveries. */
  readonly exclude?: ReadonlySet<string>;
}

export interface NearbyDriver {
  readonly driverId: string;
  readonly distanceM: number;
  readonly fix: StoredFix;
}

/**
 * The live positions: the newest fix of each driver on shift, for at most `positionTtlMs` after its
 * ping. A driver with one is online. The store may forget everything at any moment; SQL knows the
 * shifts, and `restore` brings them back.
 *
 * Every method rejects with `location-store-unavailable` when the store does not answer in time.
 */
export abstract class LocationStore {
  /**
   * Lets a shift send positions. Opening an open shift again changes only its store and how long it
   * is remembered; a shift that was closed, or is older than the newest one, stays closed.
   */
  abstract openShift(driverId: string, shift: OpenShift): Promise<void>;

  /** Ends the shift and forgets the position at once. Shifts older than the newest are ignored. */
  abstract closeShift(driverId: string, epoch: number): Promise<void>;

  /** Opens and closes all these shifts: from then on a driver who is not known is off shift. */
  abstract restore(shifts: readonly ShiftState[]): Promise<void>;

  /**
   * Keeps a fix if its shift is open, no newer fix of that shift was ever kept, and the driver can
   * be there. Of a resumed shift the store does not know which fixes were kept before: for
   * `positionTtlMs`, the first fix that it keeps must not be `old`.
   * @throws rate-limited
   */
  abstract record(
    driverId: string,
    fix: Fix,
    age?: PhoneAge,
    request?: RequestContext,
  ): Promise<RecordOutcome>;

  /** The driver's newest fix; null when there was none lately. */
  abstract latest(driverId: string, request?: RequestContext): Promise<StoredFix | null>;

  /** The newest fix of each of these drivers who has one. */
  abstract latestOfMany(driverIds: readonly string[]): Promise<ReadonlyMap<string, StoredFix>>;

  /**
   * The store's online drivers within the radius, nearest first. Beyond a few hundred, the answer
   * is chosen from a part of those near the place.
   */
  abstract nearest(search: NearestSearch): Promise<NearbyDriver[]>;
}
