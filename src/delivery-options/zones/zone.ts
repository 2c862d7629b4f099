import type { LatLng } from '../../kernel/geo.js';
import { type Area, covers } from './area.js';

export interface Zone extends Area {
  readonly id: string;
  readonly name: string;
  /** Null: the fee of the store's terms. */
  readonly feeMinor: number | null;
  /** Null: the threshold of the store's terms. */
  readonly freeFromMinor: number | null;
}

/** The first of the zones, in their order, that covers the place; undefined where none does. */
export function zoneOf<Z extends Area>(place: LatLng, zones: readonly Z[]): Z | undefined {
  return zones.find((zone) => covers(zone, place));
}

export interface ZoneFields {
  readonly name: string;
  readonly ring: readonly LatLng[];
  readonly holes: readonly (readonly LatLng[])[];
  /** Where zones overlap, the lowest number wins. */
  readonly priority: number;
  /** Null: the fee of the store's terms. */
  readonly feeMinor: number | null;
  /** Null: the threshold of the store's terms. */
  readonly freeFromMinor: number | null;
}

export interface NewZone extends ZoneFields {
  readonly storeId: string;
}

export interface StoredZone extends Zone {
  readonly storeId: string;
  readonly priority: number;
  /** Counts edits. */
  readonly version: number;
}
