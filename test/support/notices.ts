// What customers were told, as an admin sees it.
import { Database } from '../../src/platform/index.js';
import { eventually } from './eventually.js';
import type { Larder, Person } from './larder.js';
import { wanted } from './people.js';

export interface SeenNotice {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly state: string;
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly attempts: number;
  readonly problem: string | null;
  readonly orderId: string;
}

/** Waits until every fact is heard, and nothing of it waits for this process to write or send it. */
export async function noticesDone(larder: Larder): Promise<void> {
  await larder.delivered();
  await eventually('no notice waits for a job', async () => {
    const waiting = await larder.app.get(Database).query(
      `SELECT FROM pgboss.job
       WHERE name LIKE 'notices.%' AND state IN ('created', 'active') LIMIT 1`,
    );
    return waiting.length === 0;
  });
}

/** The notices about an order, the oldest first, once all is sent; without isolates in texts. */
export async function told(larder: Larder, admin: Person, orderId: string): Promise<SeenNotice[]> {
  await noticesDone(larder);
  const page = await wanted(200, admin.get(`/v1/admin/notices?limit=100&orderId=${orderId}`));
  const plain = (text: string) => text.replaceAll(/[\u2066\u2068\u2069]/g, '');
  return page.items.toReversed().map((notice: SeenNotice) => ({
    ...notice,
    title: plain(notice.title),
    text: plain(notice.text),
  }));
}
