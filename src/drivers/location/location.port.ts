import type { LatLng } from '../../kernel/geo.js';
import type { RequestContext } from '../../platform/index.js';

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
  /** The phone's clock, ISO 8601: shown; it decides nothing about what is newer. */
  readonly recordedAt: string | null;
}

export interface StoredFix extends Fix {
  /** Our clock, epoch ms: how old a position is counts from here. */
  readonly receivedAtMs: number;
}

/** What the store of positions knows of an open shift. */
export interface OpenShift {
  readonly epoch: number;
  /** Whose drivers it belongs to; null for shifts from before they had a store. */
  readonly store: { readonly id: string; readonly location: LatLng } | null;
  /** It was open before: fixes of it may have been kept that the store has forgotten. */
  readonly isResumed?: boolean;
}

/** How recent a fix is by the phone's clock, which is good for no more than this. */
export type PhoneAge = 'fresh' | 'old';

/** A driver's latest shift: open, or ended with this epoch. */
export type ShiftState = { readonly driverId: string } & (
  { readonly open: OpenShift } | { readonly endedEpoch: number }
);

/**
 * What became of a fix: kept (`applied`); not newer than one before (`stale`); too far from the
 * last one for the time between (`implausible`), or from the store (`out-of-area`); of no open
 * shift (`off-shift`); or, of a shift that may well be open, but the store of positions has lost
 * its memory (`forgotten`: see `restore`).
 */
export type RecordOutcome =
  'applied' | 'stale' | 'implausible' | 'out-of-area' | 'off-shift' | 'forgotten';

export interface NearestSearch {
  readonly storeId: string;
  readonly place: LatLng;
  readonly radiusM: number;
  readonly limit: number;
  /** Drivers who are not wanted, such as those with enough deliveries. */
  readonly exclude?: ReadonlySet<string>;
}

export interface NearbyDriver {
  readonly driverId: string;
  readonly distanceM: number;
  readonly fix: StoredFix;
}

/**
 * Where the live positions are: the newest fix of each driver on shift, for at most
 * `positionTtlMs` after its ping. A driver who has one is online. It may forget everything at any
 * moment; SQL knows the shifts and they are told here again.
 *
 * Every method rejects with `location-store-unavailable` when the store does not answer in time.
 */
export abstract class LocationStore {
  /**
   * Lets a shift send positions. Opening an open shift again changes nothing but its store and how
   * long it is remembered; a shift that has been closed, or is older than the newest one, stays
   * closed.
   */
  abstract openShift(driverId: string, shift: OpenShift): Promise<void>;

  /** Ends the shift and forgets the position at once. Older shifts than the newest are ignored. */
  abstract closeShift(driverId: string, epoch: number): Promise<void>;

  /** Tells all there is to know: from then on a driver who is not known is off shift. */
  abstract restore(shifts: readonly ShiftState[]): Promise<void>;

  /**
   * Keeps a fix if its shift is open, no newer fix of that shift was ever kept, and the driver can
   * be there. What was kept of a shift that it heard of while that was open already it cannot know:
   * for `positionTtlMs`, the first fix that it keeps of it must not be `old`.
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

  /** The newest fixes of those of these drivers who have one. */
  abstract latestOfMany(driverIds: readonly string[]): Promise<ReadonlyMap<string, StoredFix>>;

  /**
   * The store's drivers who are online within the radius, nearest first. Where there are more than
   * a few hundred, they are chosen among some of those near the place.
   */
  abstract nearest(search: NearestSearch): Promise<NearbyDriver[]>;
}
