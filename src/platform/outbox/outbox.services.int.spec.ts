import { expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { freshConfig, openGround } from '../../../test/support/ground.js';
import { Outbox, UnitOfWork } from '../index.js';

it('delivers once between two relays, in order per aggregate', async () => {
  const config = await freshConfig();
  const apps = [await openGround(config), await openGround(config)];
  const received = new Map<string, number[]>();
  for (const app of apps) {
    app.get(Outbox).subscribe({
      name: 'listener',
      types: ['test.happened'],
      handle: async ({ aggregateId, payload }) => {
        const seen = received.get(aggregateId) ?? [];
        received.set(aggregateId, [...seen, (payload as { n: number }).n]);
      },
    });
  }
  try {
    const unitOfWork = apps[0]!.get(UnitOfWork);
    const aggregates = Array.from({ length: 20 }, (_, index) => `shared-${index}`);
    const publish = async (aggregateId: string) => {
      for (let n = 1; n <= 10; n += 1) {
        const fact = { type: 'test.happened', version: 1, aggregateType: 'test', aggregateId };
        await unitOfWork.run((tx) => tx.publish({ ...fact, payload: { n } }));
      }
    };
    await Promise.all(aggregates.map(publish));
    await eventually('all arrived', () => [...received.values()].flat().length >= 200);
    for (const aggregate of aggregates) {
      expect(received.get(aggregate)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  } finally {
    await Promise.all(apps.map((app) => app.close()));
  }
});
