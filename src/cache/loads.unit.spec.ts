import { describe, expect, it } from 'vitest';
import { currentRequest, freshContext, onBehalfOf } from '../platform/request-context.js';
import { Loads } from './loads.js';

/** A load that reports when it begins, and ends when the test tells it to. */
function slowLoad(value: string) {
  let begin!: () => void;
  let end!: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  const load = async () => {
    begin();
    await ended;
    return value;
  };
  return { load, begun, end };
}
const unwanted = () => Promise.reject(new Error('loaded once more'));
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a load that begins after it is asked for', () => {
  it('is shared by all who ask before it begins, and by nobody later', async () => {
    const loads = new Loads(10, 10);
    const [first, second] = [slowLoad('first'), slowLoad('second')];
    const early = [loads.shareNext('x', first.load), loads.shareNext('x', unwanted)];
    await first.begun;
    const late = [loads.shareNext('x', second.load), loads.shareNext('x', unwanted)];
    first.end();
    expect(await Promise.all(early)).toEqual(['first', 'first']);
    await second.begun;
    second.end();
    expect(await Promise.all(late)).toEqual(['second', 'second']);
  });

  it('waits for the one before it, so that a key keeps one connection busy', async () => {
    const loads = new Loads(10, 10);
    let [running, most] = [0, 0];
    const counted = async () => {
      most = Math.max(most, (running += 1));
      await turn();
      running -= 1;
    };
    const asked: Promise<void>[] = [];
    for (let n = 0; n < 50; n += 1) {
      asked.push(loads.shareNext('x', counted));
      await turn();
    }
    await Promise.all(asked);
    expect(most).toBe(1);
  });

  it('begins although the one before it has failed', async () => {
    const loads = new Loads(10, 10);
    const first = slowLoad('first');
    const early = loads.shareNext('x', () =>
      first.load().then(() => {
        throw new Error('away');
      }),
    );
    await first.begun;
    const late = loads.shareNext('x', async () => 'second');
    first.end();
    await expect(early).rejects.toThrow('away');
    expect(await late).toBe('second');
  });

  it('can still be joined while it waits in line, and takes one place there', async () => {
    const loads = new Loads(1, 1);
    const busy = slowLoad('busy');
    const other = loads.share('other', busy.load);
    const waiting = loads.shareNext('x', async () => 'loaded');
    await turn();
    await turn();
    const joined = loads.shareNext('x', unwanted);
    await expect(loads.shareNext('y', unwanted)).rejects.toThrow('overloaded');
    busy.end();
    expect(await Promise.all([other, waiting, joined])).toEqual(['busy', 'loaded', 'loaded']);
    expect(await loads.shareNext('y', async () => 'let in again')).toBe('let in again');
  });
});

it('a load that waited in line runs in the context of its own caller', async () => {
  const loads = new Loads(1, 1);
  const requests = ['first', 'second'].map((requestId) => freshContext(requestId));
  const ranFor: (string | undefined)[] = [];
  const load = async () => {
    await turn();
    ranFor.push(currentRequest()?.requestId);
  };
  const asked = requests.map((request) =>
    onBehalfOf(request, () => loads.share(request.requestId, load)),
  );
  await Promise.all(asked);
  expect(ranFor).toEqual(['first', 'second']);
});
