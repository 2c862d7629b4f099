import { distanceMetres } from '../../kernel/geo.js';
import type { NearbyDriver, NearestSearch, StoredFix } from './location.port.js';

/** The drivers that a search wants, nearest first. */
export function nearestOf(
  fixes: ReadonlyMap<string, StoredFix>,
  { place, radiusM, limit, exclude }: NearestSearch,
): NearbyDriver[] {
  return [...fixes]
    .map(([driverId, fix]) => ({ driverId, distanceM: distanceMetres(place, fix), fix }))
    .filter(({ driverId, distanceM }) => distanceM <= radiusM && !exclude?.has(driverId))
    .toSorted((a, b) => a.distanceM - b.distanceM)
    .slice(0, limit);
}
