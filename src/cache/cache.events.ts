import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../kernel/domain-event.js';
import type { Transaction } from '../platform/index.js';

export const tagsTouched = 'cache.tags-touched';

export interface TagsTouched {
  readonly tags: readonly string[];
}

/**
 * Names, inside the transaction, the tags of the reads that its change makes obsolete. Their stamps
 * are replaced after the commit and before the write is acknowledged; if that fails, the outbox
 * does it later.
 */
export async function touch(tx: Transaction, ...tags: string[]): Promise<void> {
  const event: NewEvent<TagsTouched> = {
    type: tagsTouched,
    version: 1,
    aggregateType: 'cache',
    // Bumps commute: each is its own aggregate, so that none waits for another.
    aggregateId: randomUUID(),
    payload: { tags },
  };
  await tx.publish(event);
}
