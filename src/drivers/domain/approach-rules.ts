import { distanceMetres, type LatLng } from '../../kernel/geo.js';

/** A driver this near is about a minute from the door, metres as the crow flies. */
export const approachM = 300;

/** An older fix may be of a driver who has turned since, in milliseconds. */
const knownForMs = 30_000;

/** True when it is time for the customer to come to the door. */
export function isApproaching(
  fix: LatLng & { readonly madeAtMs: number },
  door: LatLng,
  now: Date,
): boolean {
  const ageMs = now.getTime() - fix.madeAtMs;
  return ageMs <= knownForMs && distanceMetres(fix, door) <= approachM;
}
