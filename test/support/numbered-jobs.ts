import type { INestApplicationContext } from '@nestjs/common';
import { Database, UnitOfWork } from '../../src/platform/index.js';

export interface Numbered {
  readonly n: number;
}

/** Puts jobs numbered 1 to `howMany` into a queue, in one transaction. */
export const enqueueNumbered = (app: INestApplicationContext, name: string, howMany: number) =>
  app.get(UnitOfWork).run(async (tx) => {
    for (let n = 1; n <= howMany; n += 1) await tx.enqueue(name, { n });
  });

/** The state of each job of a queue, by number. */
export const statesOf = async (app: INestApplicationContext, name: string): Promise<string[]> => {
  const rows = await app
    .get(Database)
    .query<{ n: number; state: string }>(
      `SELECT (data ->> 'n')::int AS n, state::text FROM pgboss.job WHERE name = $1 ORDER BY n`,
      [name],
    );
  return rows.map(({ state }) => state);
};
