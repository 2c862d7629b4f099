import { describe, expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import type { StaffQueries } from './staff.queries.js';
import { StaffStores } from './staff-stores.service.js';
import type { StoreScope } from './store-scope.js';

function remembering() {
  const clock = new ManualClock('2026-03-01T09:00:00Z');
  const answers: ((stores: StoreScope) => void)[] = [];
  const storesOf = () => new Promise<StoreScope>((answer) => answers.push(answer));
  const stores = new StaffStores({ storesOf } as unknown as StaffQueries, clock);
  const asked = async (answer: StoreScope) => {
    const read = stores.of('pat');
    answers.at(-1)?.(answer);
    return read;
  };
  return { clock, answers, stores, asked };
}

describe('the stores of staff', () => {
  it('are asked once a minute', async () => {
    const { clock, answers, stores, asked } = remembering();
    expect(stores.known('pat')).toBeUndefined();
    expect(await asked(['a'])).toEqual(['a']);
    clock.advance(59_999);
    expect([await stores.of('pat'), stores.known('pat'), answers.length]).toEqual([
      ['a'],
      ['a'],
      1,
    ]);
    clock.advance(1);
    expect(stores.known('pat')).toBeUndefined();
    expect([await asked(['b']), answers.length]).toEqual([['b'], 2]);
  });

  it('are asked again after a change', async () => {
    const { stores, asked } = remembering();
    await asked(['a']);
    stores.forget('pat');
    expect([stores.known('pat'), await asked(['b'])]).toEqual([undefined, ['b']]);
  });

  it('are not remembered as they were read before a change', async () => {
    const { answers, stores, asked } = remembering();
    const late = stores.of('pat');
    stores.forget('pat');
    answers[0]!(['a']);
    expect(await late).toEqual(['a']);
    expect([stores.known('pat'), await asked(['b'])]).toEqual([undefined, ['b']]);
  });

  it('are counted from the question, not from the answer', async () => {
    const { clock, answers, stores } = remembering();
    const slow = stores.of('pat');
    clock.advance(40_000);
    answers[0]!(['a']);
    await slow;
    clock.advance(20_000);
    expect(stores.known('pat')).toBeUndefined();
  });
});
