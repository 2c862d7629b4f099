// The choice of orders that are offered to a driver together.
import { distanceMetres, type LatLng } from '../../kernel/geo.js';

/** The longest distance between the two doors, as the crow flies, in metres. */
export const nearDropM = 1000;

export interface ReadyDrop {
  readonly orderId: string;
  readonly drop: LatLng;
}

/** The orders that may go with one to this door, the nearest first. */
export function togetherWith(door: LatLng, others: readonly ReadyDrop[]): ReadyDrop[] {
  const near = others
    .map((other) => ({ other, metres: distanceMetres(door, other.drop) }))
    .filter(({ metres }) => metres <= nearDropM);
  return near.toSorted((a, b) => a.metres - b.metres).map(({ other }) => other);
}
