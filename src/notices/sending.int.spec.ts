// How notices are sent: at most once, tried again, given up, and never in the way of an order.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { noticesDone, told } from '../../test/support/notices.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { ManualClock } from '../kernel/clock.js';
import { Database, Jobs, jobTries } from '../platform/index.js';
import { Carriers } from './carriers/carriers.js';
import { type Carried, type Letter, NoticeCarrier } from './carriers/notice-carrier.port.js';
import { sendBy } from './use-cases/notice-jobs.js';
import { SendNoticeJob } from './use-cases/send-notice.job.js';
import { WriteNoticeJob } from './use-cases/write-notice.job.js';

const clock = new ManualClock(new Date());
const again: Carried = { outcome: 'again', because: 'The far end is busy.' };
const sent: Carried = { outcome: 'sent' };

class ScriptedCarrier extends NoticeCarrier {
  readonly routes = ['log'] as const;
  readonly letters: Letter[] = [];
  answer: (letter: Letter) => Promise<Carried> = async () => sent;

  carry(letter: Letter): Promise<Carried> {
    this.letters.push(letter);
    return this.answer(letter);
  }
}

let larder: Larder;
let shop: Shop;
let admin: Person;
let customer: Person;
let carrier: ScriptedCarrier;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '1000000' } });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  [admin, customer] = await Promise.all([larder.person('admin'), larder.person('customer')]);
});
beforeEach(() => {
  carrier = new ScriptedCarrier();
  vi.spyOn(larder.app.get(Carriers), 'by').mockReturnValue(carrier);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => larder?.close());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  larder.app.get(Database).query<T>(text, values);
const send = (id: string) => larder.app.get(SendNoticeJob).send(id);
const order = () => shop.order(customer, [['THING', 1]]);
const only = async (orderId: string) => {
  const notices = await told(larder, admin, orderId);
  expect(notices).toHaveLength(1);
  return notices[0]!;
};

/** A notice that waits, and that no job is about to send. */
async function waiting(): Promise<{ id: string; orderId: string }> {
  const { answer } = carrier;
  carrier.answer = async () => sent;
  const orderId = await order();
  const { id } = await only(orderId);
  await sql("UPDATE notices SET state = 'waiting', attempts = 0 WHERE id = $1", [id]);
  carrier.letters.length = 0;
  carrier.answer = answer;
  return { id, orderId };
}

/** Runs the job's later tries at once, until the notice has this state. */
const until = (orderId: string, state: string) =>
  eventually(`the notice is ${state}`, async () => {
    await sql("UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND state = 'retry'", [
      sendBy('log'),
    ]);
    larder.app.get(Jobs).nudge([sendBy('log')]);
    const [row] = await sql<{ state: string; attempts: number; problem: string | null }>(
      'SELECT state, attempts, problem FROM notices WHERE order_id = $1',
      [orderId],
    );
    return row?.state === state && row;
  });

describe('a notice', () => {
  it('is written once, however often and at the same moment its fact is heard', async () => {
    const orderId = await order();
    await noticesDone(larder);
    const [fact] = await sql<{ id: string; payload: object; type: string; at: Date }>(
      `SELECT event_id AS id, type, payload, occurred_at AS at FROM outbox
       WHERE type = 'order.placed' AND aggregate_id = $1`,
      [orderId],
    );
    await sql('DELETE FROM notices WHERE order_id = $1', [orderId]);
    carrier.letters.length = 0;
    const heard = { ...fact!, occurredAt: fact!.at.toISOString() };
    const write = () => larder.app.get(WriteNoticeJob).write(heard);
    await Promise.all(Array.from({ length: 8 }, write));
    await write();
    expect(await only(orderId)).toMatchObject({ kind: 'order_placed', state: 'sent' });
    expect(carrier.letters).toHaveLength(1);
  });

  it('is sent once by jobs that run at the same moment, where a naive one sends twice', async () => {
    let letGo: (() => void)[] = [];
    carrier.answer = () => new Promise((resolve) => letGo.push(() => resolve(sent)));
    const answerAll = () => letGo.splice(0).forEach((go) => go());
    const { id } = await waiting();
    const naive = async () => {
      const [row] = await sql<{ state: string }>('SELECT state FROM notices WHERE id = $1', [id]);
      if (row!.state !== 'waiting') return;
      await carrier.carry({ id } as Letter);
      await sql("UPDATE notices SET state = 'sent' WHERE id = $1", [id]);
    };
    const naives = [naive(), naive(), naive()];
    await eventually('the naive ones send it', () => carrier.letters.length === naives.length);
    answerAll();
    await Promise.all(naives);

    letGo = [];
    const { id: ours, orderId } = await waiting();
    let done = 0;
    const sends = [1, 2, 3].map(() => send(ours).then(() => (done += 1)));
    await eventually('two of three leave it alone', () => done === 2 && letGo.length === 1);
    answerAll();
    await Promise.all(sends);
    expect(carrier.letters).toHaveLength(1);
    expect(await only(orderId)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('whose process died while it was sent is not sent again', async () => {
    const { id, orderId } = await waiting();
    let answer!: (carried: Carried) => void;
    carrier.answer = () => new Promise((resolve) => (answer = resolve));
    const first = send(id);
    await eventually('it is under way', () => carrier.letters.length === 1);
    await send(id);
    expect(await only(orderId)).toMatchObject({
      state: 'unknown',
      problem: 'The process ended while it was sent.',
    });
    await send(id);
    expect(carrier.letters).toHaveLength(1);
    // It was only slow.
    answer(sent);
    await first;
    expect(await only(orderId)).toMatchObject({ state: 'sent', problem: null });
  });

  it.each(['refused', 'unknown'] as const)('that is %s is not tried again', async (outcome) => {
    const because = 'The far end says so.';
    carrier.answer = async () => ({ outcome, because });
    const orderId = await order();
    expect(await only(orderId)).toMatchObject({ state: outcome, attempts: 1, problem: because });
    await send((await only(orderId)).id);
    expect(carrier.letters).toHaveLength(1);
  });

  it('is tried again until it is sent, under the same id', async () => {
    carrier.answer = async () => (carrier.letters.length < 3 ? again : sent);
    const orderId = await order();
    expect(await until(orderId, 'sent')).toMatchObject({ attempts: 3, problem: null });
    expect(new Set(carrier.letters.map(({ id }) => id)).size).toBe(1);
  });

  it('is given up after the last try, alarms, and is sent when an admin retries it', async () => {
    carrier.answer = async () => again;
    const orderId = await order();
    expect(await until(orderId, 'failed')).toEqual({
      state: 'failed',
      attempts: jobTries,
      problem: 'The far end is busy.',
    });
    const mine = await eventually('it is listed', async () => {
      const { items } = await wanted(200, admin.get('/v1/admin/failed-work'));
      return items.find(({ name }: { name: string }) => name === sendBy('log'));
    });
    expect(mine).toMatchObject({
      kind: 'job',
      attempts: jobTries,
      problem: 'The far end is busy.',
    });
    const { text } = await larder.anyone.get('/metrics');
    expect(text).toContain('larder_failed_jobs{queue="notices.send-log"} 1');
    expect(text).toContain('larder_notices_total{channel="log",state="failed"} 1');
    carrier.answer = async () => sent;
    await wanted(200, admin.post(`/v1/admin/failed-work/${mine.id}/retry`));
    expect(await until(orderId, 'sent')).toMatchObject({ problem: null });
  });

  it('that is no news any more is put away unsent', async () => {
    carrier.answer = async () => {
      clock.advance(24 * 60 * 60_000);
      return again;
    };
    const orderId = await order();
    expect(await until(orderId, 'outdated')).toMatchObject({ attempts: 1 });
    expect(carrier.letters).toHaveLength(1);
  });

  it('that hangs holds up no order, no fact and no other notice', async () => {
    const letGo: (() => void)[] = [];
    carrier.answer = () => new Promise((resolve) => letGo.push(() => resolve(sent)));
    const orderId = await order();
    await eventually('it hangs', () => letGo.length === 1);
    await shop.walkTo(orderId, 'ready');
    await larder.delivered();
    await eventually('the next one is sent as well', () => letGo.length === 2);
    const rows = await sql<{ state: string }>('SELECT state FROM notices WHERE order_id = $1', [
      orderId,
    ]);
    expect(rows.map(({ state }) => state)).toEqual(['sending', 'sending']);
    for (const go of letGo) go();
    expect((await told(larder, admin, orderId)).map(({ state }) => state)).toEqual([
      'sent',
      'sent',
    ]);
  });
});
