// Polygons on the map, in degrees. An edge between two corners goes the short way round the earth,
// so a ring may lie across the antimeridian; none may go round a pole.
import type { LatLng } from '../../kernel/geo.js';

export interface Area {
  /** At least three corners; the first need not be repeated at the end. */
  readonly ring: readonly LatLng[];
  /** Rings cut out of the area. */
  readonly holes: readonly (readonly LatLng[])[];
}

export type RingProblem =
  'fewer than three corners' | 'a corner twice in a row' | 'crosses itself' | 'goes round a pole';

/** A corner of a ring. Its longitude is less than half the earth away from its neighbours'. */
interface Corner {
  readonly x: number;
  readonly y: number;
}

/** About a tenth of a millimetre: points nearer than this are on the edge. */
const touching = 1e-9;

/** Whether a place lies in the area; the edges of the area and of its holes belong to it. */
export function covers({ ring, holes }: Area, place: LatLng): boolean {
  if (locate(place, ring) === 'outside') return false;
  return !holes.some((hole) => locate(place, hole) === 'inside');
}

/** Why the corners are not a ring; undefined if they are one. */
export function ringProblem(ring: readonly LatLng[]): RingProblem | undefined {
  const open = withoutRepeat(ring);
  if (open.length < 3) return 'fewer than three corners';
  const corners = unwound(open);
  const edges = corners.map((from, index) => [from, corners[(index + 1) % corners.length]!]);
  const last = corners.at(-1)!;
  // Around a pole, the way back to the first corner ends a turn away from it.
  if (Math.abs(last.x + shortWay(last.x, corners[0]!.x) - corners[0]!.x) > 180) {
    return 'goes round a pole';
  }
  if (edges.some(([a, b]) => a!.x === b!.x && a!.y === b!.y)) return 'a corner twice in a row';
  const crosses = edges.some(([a, b], at) =>
    edges.some(([c, d], other) => {
      if (other <= at) return false;
      if (other === at + 1) return foldsBack(a!, b!, d!);
      if (at === 0 && other === edges.length - 1) return foldsBack(c!, a!, b!);
      return meet(a!, b!, c!, d!);
    }),
  );
  return crosses ? 'crosses itself' : undefined;
}

function locate(place: LatLng, ring: readonly LatLng[]): 'inside' | 'edge' | 'outside' {
  const corners = unwound(withoutRepeat(ring));
  // Unwinding starts at the first corner, so the ring may lie a turn away from the place.
  const found = [0, 360, -360].map((turn) =>
    locateFlat({ x: place.lng + turn, y: place.lat }, corners),
  );
  return found.find((where) => where !== 'outside') ?? 'outside';
}

/** By the even-odd rule. */
function locateFlat(point: Corner, corners: readonly Corner[]): 'inside' | 'edge' | 'outside' {
  let inside = false;
  let from = corners.at(-1)!;
  for (const to of corners) {
    if (isOn(point, from, to)) return 'edge';
    if (to.y > point.y !== from.y > point.y) {
      const share = (point.y - to.y) / (from.y - to.y);
      if (point.x < to.x + share * (from.x - to.x)) inside = !inside;
    }
    from = to;
  }
  return inside ? 'inside' : 'outside';
}

function withoutRepeat(ring: readonly LatLng[]): readonly LatLng[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const repeats = ring.length > 1 && first!.lat === last!.lat && first!.lng === last!.lng;
  return repeats ? ring.slice(0, -1) : ring;
}

function unwound(ring: readonly LatLng[]): Corner[] {
  const corners: Corner[] = [];
  for (const { lat, lng } of ring) {
    const before = corners.at(-1);
    corners.push({ x: before ? before.x + shortWay(before.x, lng) : lng, y: lat });
  }
  return corners;
}

/** Degrees east from one longitude to the other, −180 to 180. */
function shortWay(from: number, to: number): number {
  const east = to - from;
  return east - 360 * Math.round(east / 360);
}

function isOn(point: Corner, a: Corner, b: Corner): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - nearest * dx, point.y - a.y - nearest * dy) <= touching;
}

/** The side of a → b that the point is on: above 0 left, below 0 right, 0 in line. */
const side = (a: Corner, b: Corner, point: Corner) =>
  Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x));

function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
  return isOn(c, a, b) || isOn(d, a, b) || isOn(a, c, d) || isOn(b, c, d);
}

/** Whether the edge after `corner` goes back over the edge before it. */
function foldsBack(from: Corner, corner: Corner, to: Corner): boolean {
  return isOn(to, from, corner) || isOn(from, corner, to);
}
