import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSigned, webhookKey } from '../../platform/index.js';
import { HttpNoticeCarrier } from './http.notice-carrier.js';
import {
  carriesNotices,
  letterBy,
  type Received,
  survivesFailures,
} from './notice-carrier.contract.js';

const secrets = [`whsec_${'a'.repeat(32)}`, `whsec_${'b'.repeat(32)}`];
const now = new Date('2026-12-01T07:02:03.000Z');

interface Request {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

class Gateway {
  readonly requests: Request[] = [];
  answer: (request: Request, reply: ServerResponse) => void = (_, reply) =>
    void reply.writeHead(204).end();
  readonly #server: Server = createServer(async (incoming, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const request = { url: incoming.url!, headers: incoming.headers, bytes };
    this.requests.push(request);
    this.answer(request, reply);
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/larder`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const carrierTo = (url: string, patienceMs = 10_000) =>
  new HttpNoticeCarrier({ url, secrets, patienceMs, now: () => now });

const received = ({ headers, bytes }: Request): Received => {
  const { data } = JSON.parse(bytes.toString());
  const { title, text, language, direction, to } = data;
  const devices = (to.devices ?? []) as { token: string }[];
  const tokens = devices.map(({ token }) => token);
  const id = headers['webhook-id'] as string;
  return { id, title, text, language, direction, to: to.phone ? [to.phone] : tokens };
};

describe('the HTTP hook', () => {
  const routes = ['push', 'sms'] as const;
  carriesNotices(async () => {
    const gateway = new Gateway();
    return {
      carrier: carrierTo(await gateway.open()),
      received: () => gateway.requests.map(received),
      close: () => gateway.close(),
    };
  }, routes);

  survivesFailures(async () => {
    const gateway = new Gateway();
    const url = await gateway.open();
    const when = (answer: Gateway['answer'], patienceMs?: number) => async () => {
      gateway.answer = answer;
      return carrierTo(url, patienceMs);
    };
    return {
      busy: when((_, reply) => void reply.writeHead(503).end()),
      away: async () => carrierTo('http://127.0.0.1:1/'),
      silent: when(() => {}, 100),
      unknownRecipient: when((_, reply) => void reply.writeHead(422).end('no such token-one')),
      takenUnsaid: when((_, reply) => void reply.destroy()),
      afterTakenUnsaid: 'again',
      close: () => gateway.close(),
    };
  }, routes);
});

describe('a post to the HTTP hook', () => {
  const gateway = new Gateway();
  let carrier: HttpNoticeCarrier;
  beforeAll(async () => {
    carrier = carrierTo(await gateway.open());
  });
  afterAll(() => gateway.close());

  it('has the documented body, for push and for SMS', async () => {
    const [push, sms] = [letterBy('push'), letterBy('sms')];
    await carrier.carry(push);
    await carrier.carry(sms);
    const bodies = gateway.requests.map(({ bytes }) => JSON.parse(bytes.toString()));
    const common = {
      kind: 'order_accepted',
      language: 'en',
      direction: 'ltr',
      title: push.title,
      text: push.text,
      orderId: push.orderId,
    };
    const head = { type: 'notice.order_accepted', timestamp: '2026-12-01T07:02:00.000Z' };
    expect(bodies).toEqual([
      {
        ...head,
        data: { ...common, id: push.id, channel: 'push', to: { devices: push.to.devices } },
      },
      { ...head, data: { ...common, id: sms.id, channel: 'sms', to: { phone: '+971501234567' } } },
    ]);
  });

  it.each(secrets)('is signed with each secret, as Standard Webhooks say: %s', async (secret) => {
    await carrier.carry(letterBy('push'));
    const { headers, bytes } = gateway.requests.at(-1)!;
    const signed = (name: string) => headers[`webhook-${name}`] as string;
    const sent = {
      id: signed('id'),
      timestamp: signed('timestamp'),
      signature: signed('signature'),
    };
    expect(isSigned([webhookKey(secret)], sent, bytes, now)).toBe(true);
    expect(isSigned([webhookKey(`whsec_${'c'.repeat(32)}`)], sent, bytes, now)).toBe(false);
    expect(headers['content-type']).toBe('application/json');
  });

  it.each([301, 302, 307, 308])('follows no redirect: %s', async (status) => {
    const before = gateway.requests.length;
    gateway.answer = (_, reply) => void reply.writeHead(status, { location: '/elsewhere' }).end();
    expect(await carrier.carry(letterBy('push'))).toEqual({
      outcome: 'again',
      because: `The gateway answered ${status}.`,
    });
    expect(gateway.requests.slice(before).map(({ url }) => url)).toEqual(['/larder']);
  });

  it.each([400, 401, 404, 410, 429, 500])('is tried again after %s', async (status) => {
    gateway.answer = (_, reply) => void reply.writeHead(status).end();
    expect((await carrier.carry(letterBy('push'))).outcome).toBe('again');
  });

  it('is over when its time is, though the answer has begun', async () => {
    gateway.answer = (_, reply) => void reply.writeHead(200).write('{');
    const quick = carrierTo(gateway.url, 200);
    expect(await quick.carry(letterBy('push'))).toEqual({ outcome: 'sent' });
  });
});
