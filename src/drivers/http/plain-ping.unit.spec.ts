import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validationPipe } from '../../platform/index.js';
import { RecordLocationRequest } from './location.requests.js';
import { fixOf, plainPing } from './plain-ping.js';
import { readFixes } from './read-fixes.js';

const byClass = async (body: unknown): Promise<RecordLocationRequest | null> => {
  const metadata = { type: 'body' as const, metatype: RecordLocationRequest };
  return validationPipe()
    .transform(body, metadata)
    .catch(() => null) as Promise<RecordLocationRequest | null>;
};

const good = { seq: 1, lat: 25.2, lng: 55.27 };
const full = {
  ...good,
  accuracyM: 8,
  headingDeg: 45,
  speedMps: 6.5,
  recordedAt: '2026-03-01T09:15:04.000Z',
};
const odd = fc.oneof(
  fc.constantFrom(null, undefined, true, '1', [], {}, NaN, Infinity, -0, 2 ** 53, -1, 0.5),
  fc.constantFrom(85.05112878, 85.0511288, 90, 180, 180.1, 360, 361, 200, 201, 100_000, 100_001),
  fc.constantFrom('2026-02-30T00:00:00Z', '2024-02-29T00:00:00.5Z', '2026-01-01', 'now'),
  fc.constantFrom('2026-01-01T25:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T10:00:00+04:00'),
  fc.constantFrom('2026-13-01T00:00:00Z', '2026-01-01T00:00:60Z', '0000-01-01T00:00:00Z'),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const names = fc.constantFrom(...Object.keys(full), 'driverId', 'toString', '');
const fix = fc
  .tuple(fc.constantFrom(good, full), fc.dictionary(names, odd, { maxKeys: 1 }))
  .map(([base, change]) => ({ ...base, ...change }));
const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      epoch: fc.constantFrom(1, 1_764_580_000_000),
      fixes: fc.array(fix, { maxLength: 3 }),
    }),
  },
  fc.record({ epoch: odd, fixes: fc.oneof(odd, fc.array(odd, { maxLength: 2 })) }),
  fc.record({ epoch: fc.constant(1), fixes: fc.array(fix), more: odd }),
  odd,
);

describe('a plain ping', () => {
  it('is accepted by the class too, and reads the same', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const fixes = plainPing(sent);
        if (!fixes) return;
        plain += 1;
        const read = await byClass(sent);
        expect(read).not.toBeNull();
        const inUtc = fixes.map(({ recordedAt, ...each }) => ({
          ...each,
          recordedAt: recordedAt && new Date(recordedAt).toISOString(),
        }));
        expect(await readFixes(read!.epoch, read!.fixes)).toEqual({ fixes: inUtc, refused: [] });
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it('is what phones send', () => {
    const fixes = Array.from({ length: 50 }, (_, seq) => ({ ...full, seq }));
    expect(plainPing({ epoch: 1, fixes })).toEqual(fixes.map((each) => fixOf(1, each)));
    expect(plainPing({ epoch: 1, fixes: [...fixes, good] })).toBeNull();
    expect(plainPing({ epoch: 1, fixes: [] })).toBeNull();
    expect(plainPing(undefined)).toBeNull();
  });
});
