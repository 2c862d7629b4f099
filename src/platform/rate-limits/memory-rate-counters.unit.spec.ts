import { describe } from 'vitest';
import { MemoryRateCounters } from './memory.rate-counters.js';
import { keepsRates } from './rate-counters.contract.js';

describe('rates counted in memory', () => {
  const counters = new Map<object, MemoryRateCounters>();
  keepsRates((clock) => {
    const found = counters.get(clock) ?? new MemoryRateCounters(clock);
    counters.set(clock, found);
    return found;
  });
});
