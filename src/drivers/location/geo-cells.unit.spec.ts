import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circleAround } from '../../kernel/geo.js';
import { cellsAround, type ScoreRange } from './geo-cells.js';

const lat = fc.double({ min: -80, max: 80, noNaN: true });
const lng = fc.double({ min: -180, max: 179.999, noNaN: true });
const radius = fc.double({ min: 1, max: 100_000, noNaN: true });

/** The score of a place, except its last two bits. */
const scoreOf = (place: { lat: number; lng: number }) => cellsAround(place, 0.5)[0]!.least;

describe('the cells around a place', () => {
  it.each([
    // As GEOADD and ZSCORE of Redis 7 answer them.
    [38.115556, 13.361389, 3_479_099_956_230_698],
    [37.502669, 15.087269, 3_479_447_370_796_909],
  ])('are those of Redis: %d, %d', (south, west, score) => {
    const [{ least, end }] = cellsAround({ lat: south, lng: west }, 0.5) as [ScoreRange];
    expect([end - least, least <= score, score < end]).toEqual([4, true, true]);
  });

  it('hold every place within the radius', () => {
    fc.assert(
      fc.property(lat, lng, radius, (south, west, metres) => {
        const centre = { lat: south, lng: west };
        const cells = cellsAround(centre, metres);
        expect(cells.length).toBeLessThanOrEqual(9);
        for (const corner of [centre, ...circleAround(centre, metres * 0.99)]) {
          const wrapped = { ...corner, lng: ((corner.lng + 540) % 360) - 180 };
          const score = scoreOf(wrapped);
          expect(cells.some(({ least, end }) => score >= least && score < end)).toBe(true);
        }
      }),
    );
  });
});
