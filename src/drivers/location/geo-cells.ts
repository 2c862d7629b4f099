import type { LatLng } from '../../kernel/geo.js';

// Redis keeps a place as 26 bits of latitude and 26 of longitude, interleaved: all places in a cell
// of the grid made of the first bits lie between two scores.
const bits = 26;
const mostLat = 85.05112878;
const metresPerDegree = 111_195;

export interface ScoreRange {
  readonly least: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * Ranges of scores in a geo index that cover every place within the radius, and some around it: at
 * most nine cells, the middle one with the place. Places beyond 85° have none.
 */
export function cellsAround({ lat, lng }: LatLng, radiusM: number): ScoreRange[] {
  const step = finestStep(Math.abs(lat), radiusM);
  const grid = 2 ** step;
  const row = Math.floor(((lat + mostLat) / (2 * mostLat)) * grid);
  const column = Math.floor(((lng + 180) / 360) * grid);
  const cells = new Set<number>();
  for (const dRow of [0, -1, 1]) {
    if (row + dRow < 0 || row + dRow >= grid) continue;
    for (const dColumn of [0, -1, 1]) {
      cells.add(interleaved(row + dRow, (column + dColumn + grid) % grid, step));
    }
  }
  const size = 4 ** (bits - step);
  return [...cells].map((cell) => ({ least: cell * size, end: (cell + 1) * size }));
}

/** The finest grid whose cells are at least as wide and as high as the radius. */
function finestStep(lat: number, radiusM: number): number {
  const farthest = Math.min(mostLat, lat + radiusM / metresPerDegree);
  const width = 360 * metresPerDegree * Math.cos((farthest * Math.PI) / 180);
  const height = 2 * mostLat * metresPerDegree;
  const step = Math.floor(Math.log2(Math.min(width, height) / radiusM));
  return Math.min(bits, Math.max(1, step));
}

/** By arithmetic: bitwise operators end at 32 bits, and these are 52. */
function interleaved(row: number, column: number, step: number): number {
  let cell = 0;
  for (let bit = step - 1; bit >= 0; bit -= 1) {
    const shift = 2 ** bit;
    cell = cell * 4 + (Math.floor(column / shift) % 2) * 2 + (Math.floor(row / shift) % 2);
  }
  return cell;
}
