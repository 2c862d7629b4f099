import type { LatLng } from '../kernel/place.js';

/**
 * An engine that knows the streets, for times of arrival: the place where one is attached. Bind an
 * adapter to it in the tracking module; null there means none, and times follow from the distance.
 */
export abstract class RoutingEngine {
  /**
   * How long the drive takes, in seconds, not counting the handover. Rejects when it cannot tell:
   * the distance is used then, as it is when `signal` aborts, a quarter of a second from the call.
   */
  abstract driveSeconds(from: LatLng, to: LatLng, signal: AbortSignal): Promise<number>;
}
