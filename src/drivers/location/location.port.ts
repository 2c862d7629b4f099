import type { LatLng } from '../../kernel/geo.js';
import type { RequestContext } from '../../platform/index.js';

/** One position as a driver's phone reports it, in the terms of the Geolocation API. */
export interface Fix {
  /** The epoch of its session, answered by POST /v1/driver/shift: higher for every sign-on. */
  readonly epoch: number;
  /** Grows with every fix of a session, until the phone begins to count anew. */
  readonly seq: number;
  readonly lat: number;
  readonly lng: number;
  /** Radius of the 68 % circle, metres. */
  readonly accuracyM: number | null;
  /** Degrees clockwise from true north. */
  readonly headingDeg: number | null;
  /** Metres per second. */
  readonly speedMps: number | null;
  /** The time by the phone's clock, RFC 3339; null where it said none that can be read. */
  readonly recordedAt: string | null;
}

export interface StoredFix extends Fix {
  /** `madeAtMs` in UTC; null where the phone said no time. */
  readonly recordedAt: string | null;
  /** When it reached us, epoch ms by our clock. */
  readonly receivedAtMs: number;
  /** When it was made, epoch ms by our clock, as far as that can be told: its age counts from here. */
  readonly madeAtMs: number;
  /** Whether the phone's clock is known: else the fix may be older, or newer, than that. */
  readonly isAgeKnown: boolean;
  /** When the driver was last heard, whatever became of the ping; epoch ms by our clock. */
  readonly heardAtMs: number;
}

/** The session of an open shift, as the store of positions knows it. */
export interface OpenShift {
  readonly epoch: number;
  /** The store that the driver works for; null for shifts from before they had one. */
  readonly store: { readonly id: string; readonly location: LatLng } | null;
  /** The session is not new: the location store may have forgotten fixes of it. */
  readonly isResumed?: boolean;
  /** Another session of a shift that was open before: the position stays until its first fix. */
  readonly isSignOn?: boolean;
}

export interface Session {
  readonly epoch: number;
  /** The sequence number of the newest fix kept; null before the first. */
  readonly lastSeq: number | null;
  /** When the driver was last heard, epoch ms by our clock; null if never. */
  readonly heardAtMs: number | null;
}

/** A driver's latest shift: open, or ended with this epoch. */
export type ShiftState = { readonly driverId: string } & (
  { readonly open: OpenShift } | { readonly endedEpoch: number }
);

/**
 * A ping of no open shift; of a session that a later sign-on has replaced; or of one that may be
 * open, while the store of positions has lost its memory (see `restore`).
 */
export type NotHeard = 'off-shift' | 'replaced' | 'forgotten';

/**
 * The outcome of a fix: kept (`applied`), perhaps with another time than the phone's (`corrected`);
 * not newer than the newest kept, whose sequence number follows (`stale 7`; −1 for none); too far
 * from the last one for the time between (`implausible`), or from the store (`out-of-area`).
 */
export type RecordOutcome =
  'applied' | 'corrected' | `stale ${number}` | 'implausible' | 'out-of-area' | NotHeard;

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
 * The live positions: the newest fix of each driver on shift, for at most `positionTtlMs` after the
 * driver was last heard. A driver with one is online. The store may forget everything at any moment; SQL knows the
 * shifts, and `restore` brings them back.
 *
 * Every method rejects with `location-store-unavailable` when the store does not answer in time.
 */
export abstract class LocationStore {
  /**
   * Lets a session send positions, in the place of the driver's other ones. Opening an open session
   * again changes only its store and how long it is remembered; one that was closed, or is older
   * than the newest one, stays closed.
   */
  abstract openShift(driverId: string, shift: OpenShift): Promise<void>;

  /** Ends the shift and forgets the position at once. Shifts older than the newest are ignored. */
  abstract closeShift(driverId: string, epoch: number): Promise<void>;

  /** Opens and closes all these shifts: from then on a driver who is not known is off shift. */
  abstract restore(shifts: readonly ShiftState[]): Promise<void>;

  /**
   * Keeps a fix if its session is open, the fix is newer than all before, and the driver can be
   * there: the rules are those of `domain/fix-order.ts` and `domain/fix-rules.ts`. Of a resumed
   * session the store does not know which fixes were kept before: for `positionTtlMs`, the first
   * that it keeps must not look old. Whatever the outcome, the driver was heard.
   * @throws rate-limited
   */
  abstract record(driverId: string, fix: Fix, request?: RequestContext): Promise<RecordOutcome>;

  /**
   * Notes that the driver was heard, by a ping without a fix that can be used.
   * @throws rate-limited
   */
  abstract hear(
    driverId: string,
    epoch: number,
    request?: RequestContext,
  ): Promise<'heard' | NotHeard>;

  /** The open sessions of those drivers of whom one is known. */
  abstract sessionsOf(driverIds: readonly string[]): Promise<ReadonlyMap<string, Session>>;

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
