// Whatever phones do, what is shown of them is true: by the memory adapter, and not by naive rules.
// phones.services.int.spec.ts is the same for Redis.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveLocationStore } from '../../../test/support/naive-location.js';
import { lives } from '../../../test/support/phone-lives.js';
import { watch } from '../../../test/support/watched-phone.js';
import { ManualClock } from '../../kernel/clock.js';
import type { LocationStore } from './location.port.js';
import { MemoryLocationStore } from './memory.location.js';

const numRuns = 150;
const watchedBy = (makeStore: (clock: ManualClock) => LocationStore, life: typeof lives) => {
  const counted = { requests: 0, known: 0 };
  const property = fc.asyncProperty(life(), async (lived) => {
    const clock = new ManualClock('2026-01-01T10:00:00Z');
    const { reasons, known } = await watch(makeStore(clock), clock, lived);
    counted.requests += reasons.length;
    counted.known += known;
  });
  return { property, counted };
};

describe('phones', () => {
  it('are shown where they are, with their age or a word that it is not known', async () => {
    const { property, counted } = watchedBy((clock) => new MemoryLocationStore(clock), lives);
    await fc.assert(property, { numRuns });
    expect(counted.known / counted.requests).toBeGreaterThan(0.5);
  });

  it.each(['gap', 'restart', 'sign-on'] as const)(
    'are not, by their sequence numbers and our clock alone: %s',
    async (kind) => {
      const { property } = watchedBy(
        (clock) => new NaiveLocationStore(clock),
        () => lives(kind),
      );
      expect((await fc.check(property, { numRuns })).failed).toBe(true);
    },
  );
});
