import type { LatLng } from '../../kernel/geo.js';
import { type Area, covers } from './area.js';

export interface Zone extends Area {
  readonly id: string;
  readonly name: string;
  /** Null: what the store's terms say. */
  readonly feeMinor: number | null;
  /** Null: what the store's terms say. */
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
  /** Of two zones that cover a place the one with the lower number holds. */
  readonly priority: number;
  /** Null: what the store's terms say. */
  readonly feeMinor: number | null;
  /** Null: what the store's terms say. */
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
