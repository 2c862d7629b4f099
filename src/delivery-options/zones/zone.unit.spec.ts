import { expect, it } from 'vitest';
import { zoneOf } from './zone.js';

const zone = (id: string, size: number) => ({
  id,
  ring: [
    { lat: 0, lng: 0 },
    { lat: 0, lng: size },
    { lat: size, lng: size },
    { lat: size, lng: 0 },
  ],
  holes: [],
});

it('finds the first zone that covers a place', () => {
  const zones = [zone('inner', 1), zone('outer', 5)];
  expect(zoneOf({ lat: 0.5, lng: 0.5 }, zones)?.id).toBe('inner');
  expect(zoneOf({ lat: 3, lng: 3 }, zones)?.id).toBe('outer');
  expect(zoneOf({ lat: 9, lng: 9 }, zones)).toBeUndefined();
});
