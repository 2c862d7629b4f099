import { expect, it } from 'vitest';
import type { StoredFix } from '../../drivers/index.js';
import type { TrackedOrder } from '../tracking.service.js';
import { liveText } from './live-text.js';

const fix: StoredFix = {
  epoch: 1,
  seq: 2,
  lat: 25.081_239_9,
  lng: -0.000_001,
  accuracyM: 8.5,
  headingDeg: null,
  speedMps: 6.5,
  recordedAt: '2026-03-01T09:15:04.000Z',
  receivedAtMs: 1,
  madeAtMs: 1,
  isAgeKnown: true,
  heardAtMs: 1,
};
const read = (order: Omit<TrackedOrder, 'snapshot'>) =>
  JSON.parse(`{${liveText(order as TrackedOrder)}`);

it('writes the same as JSON.stringify', () => {
  const eta = { seconds: 312, source: 'position', confidence: 'medium' } as const;
  const position = { status: 'live', fix, ageSeconds: 3, stale: false } as const;
  const shown = {
    lat: 25.08124,
    lng: 0,
    accuracyM: 8.5,
    headingDeg: null,
    recordedAt: fix.recordedAt,
  };
  const live = { positionStatus: 'live', eta, pollAfterMs: 5000 };
  expect(read({ position, eta, pollAfterMs: 5000 })).toEqual({
    ...live,
    position: { ...shown, ageSeconds: 3, ageKnown: true, stale: false },
  });
  expect(
    read({ position: { ...position, ageSeconds: 16, stale: true }, eta, pollAfterMs: 5000 }),
  ).toEqual({
    ...live,
    position: { ...shown, ageSeconds: 16, ageKnown: true, stale: true },
  });
});

it.each(['none', 'unavailable', 'not-shared'] as const)(
  'tells of a position that is %s',
  (status) => {
    expect(read({ position: { status }, eta: null, pollAfterMs: null })).toEqual({
      position: null,
      positionStatus: status,
      eta: null,
      pollAfterMs: null,
    });
  },
);
