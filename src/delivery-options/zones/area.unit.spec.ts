import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LatLng } from '../../kernel/geo.js';
import { covers, ringProblem } from './area.js';

const place = (lat: number, lng: number): LatLng => ({ lat, lng });
const ringOf = (...corners: [lat: number, lng: number][]) =>
  corners.map(([lat, lng]) => place(lat, lng));
const square = (size: number, at = 0) =>
  ringOf([at, at], [at, at + size], [at + size, at + size], [at + size, at]);
const isIn = (lat: number, lng: number, ring: readonly LatLng[], ...holes: LatLng[][]) =>
  covers({ ring, holes }, place(lat, lng));

/** Rings around a centre anywhere on earth, with every corner visible from the centre. */
const stars = fc
  .record({
    lat: fc.double({ min: -60, max: 60, noNaN: true }),
    lng: fc.double({ min: -180, max: 180, noNaN: true }),
    radii: fc.array(fc.double({ min: 0.01, max: 5, noNaN: true }), { minLength: 3, maxLength: 20 }),
    isClosed: fc.boolean(),
  })
  .map(({ lat, lng, radii, isClosed }) => {
    const at = (corner: number, share: number) => {
      const angle = (2 * Math.PI * corner) / radii.length;
      const reach = radii[corner]! * share;
      return place(lat + reach * Math.sin(angle), around(lng + reach * Math.cos(angle)));
    };
    const ring = radii.map((_, corner) => at(corner, 1));
    return { at, ring: isClosed ? [...ring, ring[0]!] : ring, corners: radii.length };
  });
const around = (lng: number) => (lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng);
const shares = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('an area', () => {
  it('covers points between its centre and its corners, and none beyond, anywhere', () => {
    fc.assert(
      fc.property(stars, shares, fc.nat(), ({ at, ring, corners }, share, pick) => {
        const corner = pick % corners;
        expect(covers({ ring, holes: [] }, at(corner, share))).toBe(true);
        expect(covers({ ring, holes: [] }, at(corner, 1 / Math.max(share, 0.1)))).toBe(false);
      }),
    );
  });

  it('contains its corners and edges, and those of its holes', () => {
    fc.assert(
      fc.property(stars, shares, fc.nat(), ({ ring, corners }, share, pick) => {
        const [a, b] = [ring[pick % corners]!, ring[(pick + 1) % corners]!];
        const east = around(b.lng - a.lng);
        const on = place(a.lat + share * (b.lat - a.lat), around(a.lng + share * east));
        for (const each of [a, on]) {
          expect(covers({ ring, holes: [] }, each)).toBe(true);
          expect(covers({ ring, holes: [ring] }, each)).toBe(true);
        }
      }),
    );
  });

  it('covers the same points when it is turned round the earth', () => {
    fc.assert(
      fc.property(stars, fc.double({ min: -180, max: 180, noNaN: true }), ({ at, ring }, turn) => {
        const turned = ring.map(({ lat, lng }) => place(lat, around(lng + turn)));
        const there = at(0, 0.5);
        const moved = place(there.lat, around(there.lng + turn));
        expect(covers({ ring: turned, holes: [] }, moved)).toBe(true);
      }),
    );
  });

  it('may be hollow', () => {
    expect(isIn(5, 5, square(10), square(2, 4))).toBe(false);
    expect(isIn(3, 3, square(10), square(2, 4))).toBe(true);
    expect(isIn(4, 5, square(10), square(2, 4))).toBe(true);
    expect(isIn(11, 11, square(10), square(2, 4))).toBe(false);
  });

  it('may lie across the antimeridian', () => {
    const fiji = ringOf([-19, 177], [-19, -178], [-15, -178], [-15, 177]);
    expect([isIn(-17, 179, fiji), isIn(-17, -179, fiji), isIn(-17, 180, fiji)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isIn(-17, 176, fiji), isIn(-17, -177, fiji), isIn(-17, 0, fiji)]).toEqual([
      false,
      false,
      false,
    ]);
    const hole = ringOf([-18, 179], [-18, -179], [-16, -179], [-16, 179]);
    expect([isIn(-17, -179.5, fiji, hole), isIn(-17, 178, fiji, hole)]).toEqual([false, true]);
  });
});

describe('a ring', () => {
  it('may be any star, closed or not', () => {
    fc.assert(
      fc.property(stars, ({ ring }) => {
        expect(ringProblem(ring)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['fewer than three corners', ringOf([0, 0], [1, 1])],
    ['fewer than three corners', ringOf([0, 0], [1, 1], [0, 0])],
    ['a corner twice in a row', ringOf([0, 0], [0, 1], [0, 1], [1, 1])],
    ['crosses itself', ringOf([0, 0], [1, 1], [1, 0], [0, 1])],
    ['crosses itself', ringOf([0, 0], [0, 2], [2, 2], [0, 1], [2, 0])],
    ['crosses itself', ringOf([0, 0], [0, 2], [0, 1], [2, 1])],
    ['crosses itself', ringOf([0, 0], [0, 1], [0, 2])],
    ['crosses itself', ringOf([0, 1], [2, 2], [2, 0], [0, 1], [-1, 0], [-1, 2])],
    ['crosses itself', ringOf([-1, 179], [1, -179], [1, 179], [-1, -179])],
    ['goes round a pole', ringOf([80, 0], [80, 120], [80, -120])],
  ])('that %s is none', (problem, ring) => {
    expect(ringProblem(ring)).toBe(problem);
  });
});
