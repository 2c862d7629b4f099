import { Database, Jobs } from '../../src/platform/index.js';
import type { Larder } from './larder.js';

/** Ends the pauses between the tries of failed jobs at once. */
export async function retriesAreDue({ app }: Larder): Promise<void> {
  const due = await app.get(Database).query<{ name: string }>(
    `UPDATE pgboss.job SET start_after = now()
     WHERE state = 'retry' AND start_after > now() RETURNING name`,
  );
  app.get(Jobs).nudge(due.map(({ name }) => name));
}
