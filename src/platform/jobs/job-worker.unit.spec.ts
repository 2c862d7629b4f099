import { Logger } from '@nestjs/common';
import type { JobQueue } from './job-database.js';
import { expect, it, vi } from 'vitest';
import { JobWorker } from './job-worker.js';

Logger.overrideLogger(false);

it('goes on when the database is back', async () => {
  const job = { id: '1', data: { n: 1 } };
  const fetch = vi
    .fn<() => Promise<unknown[]>>()
    .mockRejectedValueOnce(new Error('terminating connection'))
    .mockResolvedValueOnce([job])
    .mockResolvedValue([]);
  const complete = vi.fn<() => Promise<void>>().mockResolvedValue(undefined);
  const handled: unknown[] = [];
  const worker = new JobWorker({ fetch, complete } as unknown as JobQueue, {
    name: 'test.after-an-outage',
    handle: async (data) => void handled.push(data),
  });
  worker.start();
  await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
  worker.nudge();
  await vi.waitFor(() => expect(complete).toHaveBeenCalledWith('test.after-an-outage', '1'));
  expect(handled).toEqual([{ n: 1 }]);
  await worker.stop(1000);
});

it('lets other work in between jobs that follow one another at once', async () => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (turns < 10) setImmediate(turn);
  };
  const seen: number[] = [];
  const fetch = async () => {
    seen.push(turns);
    return seen.length > 5 ? [] : [{ id: String(seen.length), data: {} }];
  };
  const complete = async () => {};
  const worker = new JobWorker({ fetch, complete } as unknown as JobQueue, {
    name: 'test.one-after-the-other',
    handle: async () => {},
  });
  setImmediate(turn);
  worker.start();
  await vi.waitFor(() => expect(seen).toHaveLength(6));
  await worker.stop(1000);
  expect(new Set(seen).size).toBe(6);
});
