// Faults that show only on the wire: repeated headers, large heads and bodies, nested requests.
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';

let larder: Larder;
let customer: Person;
let port: number;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  customer = await larder.demo('customer');
  await larder.app.listen(0, '127.0.0.1');
  port = (larder.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => larder?.close());

interface Heard {
  /** One per answer, in their order. */
  readonly statuses: readonly number[];
  readonly text: string;
}

/** Sends the bytes unchanged, and collects answers until the server closes the connection. */
function say(...parts: (string | Buffer)[]): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    // Bytes still being sent after the server has closed may end in a reset.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
      resolve({ statuses, text });
    });
    for (const part of parts) socket.write(part);
  });
}

const lines = (...head: string[]) => `${head.join('\r\n')}\r\n\r\n`;
const last = 'Connection: close';
const bearer = () => `Authorization: Bearer ${customer.token}`;
const email = 'hidden@test.example';
const account = JSON.stringify({ email, password: 'a long password', displayName: 'Hidden' });
/** A request that would leave a trace. */
const hidden =
  lines(
    'POST /v1/auth/register HTTP/1.1',
    'Host: a',
    'Content-Type: application/json',
    `Content-Length: ${account.length}`,
    last,
  ) + account;

describe('a head', () => {
  it('with each header once is accepted, so that the refusals mean something', async () => {
    const { statuses } = await say(lines('GET /v1/me HTTP/1.1', 'Host: a', bearer(), last));
    expect(statuses).toEqual([200]);
  });

  it('with two Authorization headers names nobody, even if they are equal', async () => {
    for (const other of ['Authorization: Bearer x', bearer()]) {
      const { statuses, text } = await say(
        lines('GET /v1/me HTTP/1.1', 'Host: a', bearer(), other, last),
      );
      expect(statuses).toEqual([401]);
      expect(text).toContain('"code":"unauthenticated"');
    }
  });

  it('with two hosts is refused, and nothing after it is run', async () => {
    for (const other of ['Host: b', 'hOST: a']) {
      const { statuses, text } = await say(
        lines('GET /v1/stores HTTP/1.1', 'Host: a', other) + hidden,
      );
      expect(statuses).toEqual([400]);
      expect(text).toContain('"code":"bad-request"');
    }
  });

  it('with a length and chunks is refused, and nothing after it is run', async () => {
    const { statuses } = await say(
      lines(
        'POST /v1/quotes HTTP/1.1',
        'Host: a',
        'Content-Type: application/json',
        `Content-Length: 5`,
        'Transfer-Encoding: chunked',
      ) + `0\r\n\r\n${hidden}`,
    );
    expect(statuses).toEqual([400]);
  });

  it('without a host, or with two lengths, is refused', async () => {
    for (const head of [
      lines('GET /v1/stores HTTP/1.1', last),
      lines('POST /v1/quotes HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Content-Length: 3'),
    ]) {
      expect((await say(head)).statuses).toEqual([400]);
    }
  });

  it('of more than 16 KB is refused', async () => {
    const { statuses } = await say(
      lines('GET /v1/stores HTTP/1.1', 'Host: a', `X-Much: ${'x'.repeat(17 * 1024)}`, last),
    );
    expect(statuses).toEqual([431]);
  });
});

describe('a body', () => {
  const post = (...head: string[]) =>
    lines('POST /v1/quotes HTTP/1.1', 'Host: a', bearer(), ...head);

  it('that is too large closes the connection, by its length and by what came', async () => {
    const json = 'Content-Type: application/json';
    const over = 'x'.repeat(64 * 1024 + 1);
    const chunk = `${over.length.toString(16)}\r\n${over}\r\n`;
    const announced = await say(post(json, `Content-Length: ${over.length}`), over, hidden);
    const chunked = await say(post(json, 'Transfer-Encoding: chunked'), chunk);
    for (const { statuses, text } of [announced, chunked]) {
      expect(statuses).toEqual([413]);
      expect(text.toLowerCase()).toContain('connection: close');
    }
  });

  it('that would unpack to 100 MB is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const before = process.memoryUsage.rss();
    const { statuses, text } = await say(
      post(
        'Content-Type: application/json',
        'Content-Encoding: gzip',
        `Content-Length: ${bomb.length}`,
        last,
      ),
      bomb,
    );
    expect(statuses).toEqual([415]);
    expect(text).toContain('"code":"unsupported-encoding"');
    expect(process.memoryUsage.rss() - before).toBeLessThan(10 * 1024 * 1024);
  });
});

it('has run none of the requests that came behind a refused one', async () => {
  const found = await larder.app
    .get(Database)
    .query('SELECT email FROM accounts WHERE email = $1', [email]);
  expect(found).toEqual([]);
  expect((await say(hidden)).statuses).toEqual([201]);
});
