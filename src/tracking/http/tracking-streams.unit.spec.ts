import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { currentRequest, Metrics, onBehalfOf } from '../../platform/index.js';
import { StreamsFull } from '../tracking.errors.js';
import type { TrackingAnswer } from './tracking-answers.js';
import { TrackingStreams } from './tracking-streams.js';
import { Overloaded } from '../../cache/cache.errors.js';
import { freshContext } from '../../platform/request-context.js';

type Host = ConstructorParameters<typeof TrackingStreams>[0];
const openStreams = (host = {} as Host, metrics = new Metrics()) =>
  new TrackingStreams(host, metrics);
const connection = (state = {}) =>
  ({ raw: Object.assign(new EventEmitter(), state) }) as unknown as FastifyReply;

const answer = (n: number, body = `{"n":${n}}`): TrackingAnswer => ({
  etag: `W/"${n}"`,
  body,
  bytes: body.length,
  isLast: false,
});
const eventOf = (n: number) => `id: W/"${n}"\ndata: {"n":${n}}\n\n`;

describe('a stream', () => {
  it('outlives looks that fail for a moment', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      if (looks === 2) throw Overloaded.because('It is away.');
      if (looks === 3) throw new Error('connection terminated');
      return answer(looks);
    };
    const reply = connection();
    const asked = { reader: 'one', look, lastEventId: undefined };
    const stream = (await openStreams().open(asked, reply)) as Readable;
    let told = '';
    stream.setEncoding('utf8').on('data', (piece: string) => (told += piece));
    await eventually('it has looked again', () => told.includes(eventOf(4)));
    expect(told.replace(/^retry: \d{4}\n\n/, '')).toBe(eventOf(1) + eventOf(4));
    reply.raw.emit('close');
    expect(stream.destroyed).toBe(true);
  });

  it('looks each time as a request of its own', async () => {
    const spent = freshContext('r');
    const contexts: (ReturnType<typeof currentRequest> | undefined)[] = [];
    const look = async () => {
      const context = currentRequest()!;
      contexts.push({ ...context });
      context.redisFailed = true;
      context.sqlStatements += 1;
      return answer(contexts.length);
    };
    const asked = { reader: 'one', look, lastEventId: undefined };
    await onBehalfOf(spent, async () => {
      const stream = await openStreams().open(asked, connection());
      await eventually('it has looked again twice', () => contexts.length >= 3);
      stream!.destroy();
    });
    const fresh = { ...freshContext('r'), startedAt: expect.any(Number) };
    expect(contexts.slice(0, 3)).toEqual([fresh, fresh, fresh]);
    // The first look is the request's own.
    expect(spent).toEqual({ ...fresh, sqlStatements: 1, redisFailed: true });
  });

  it('ends cleanly when it is opened while the server closes', async () => {
    const closing: (() => void)[] = [];
    const addHook = (_: string, hook: (done: () => void) => void) =>
      closing.push(() => hook(() => {}));
    const host = { httpAdapter: { getInstance: () => ({ addHook }) } } as unknown as Host;
    const streams = openStreams(host);
    streams.onModuleInit();
    const look = async () => {
      for (const close of closing) close();
      return answer(1);
    };
    const asked = { reader: 'one', look, lastEventId: undefined };
    const stream = (await streams.open(asked, connection())) as Readable;
    const told = await stream.setEncoding('utf8').toArray();
    expect(told.join('')).toMatch(/^retry: \d{4}\n\n$/);
  });

  it('takes no place when its reader has gone before it is opened', async () => {
    const metrics = new Metrics();
    const streams = openStreams({} as Host, metrics);
    const look = async () => answer(1);
    const asked = { reader: 'one', look, lastEventId: undefined };
    expect(await streams.open(asked, connection({ destroyed: true }))).toBeNull();
    await eventually('its place is free', async () => {
      const { values } = await metrics.registry.getSingleMetric('larder_tracking_streams')!.get();
      return values[0]!.value === 0;
    });
  });

  it('is cut off once its reader leaves too much unread', async () => {
    let looks = 0;
    const look = async () => answer((looks += 1), `"${'x'.repeat(30_000)}"`);
    const asked = { reader: 'one', look, lastEventId: undefined };
    const stream = (await openStreams().open(asked, connection())) as Readable;
    await once(stream, 'close');
    // Two looks were within the limit.
    expect(looks).toBe(3);
  });

  it('is refused while a thousand are open', async () => {
    const streams = openStreams();
    const look = async () => answer(1);
    const open = (reader: string) =>
      streams.open({ reader, look, lastEventId: undefined }, connection());
    const opened = await Promise.all(Array.from({ length: 1000 }, (_, n) => open(String(n))));
    await expect(open('one more')).rejects.toSatisfy((error) => StreamsFull.matches(error));
    opened[0]!.destroy();
    await once(opened[0]!, 'close');
    const late = await open('one more');
    expect(late).not.toBeNull();
    for (const each of [...opened, late]) each!.destroy();
  });
});
