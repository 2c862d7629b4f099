// What is no request, or not all of one: Node's parser finds it, and no hook sees it.
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Larder } from './support/larder.js';
import { type Heard, say } from './support/wire.js';

let larder: Larder;
let port: number;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  await larder.app.listen(0, '127.0.0.1');
  port = (larder.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => larder?.close());

const lines = (...head: string[]) => `${head.join('\r\n')}\r\n\r\n`;
const post = (...head: string[]) =>
  lines('POST /v1/auth/login HTTP/1.1', 'Host: a', 'Content-Type: application/json', ...head);
const get = (...head: string[]) => lines('GET /v1/stores HTTP/1.1', 'Host: a', ...head);
const last = 'Connection: close';
const long = 'x'.repeat(17 * 1024);

function expectProblem({ status, headers, body }: Heard, expected: number, code: string): void {
  expect([status, JSON.parse(body).code], body).toEqual([expected, code]);
  const { 'x-request-id': requestId = '' } = headers;
  expect(requestId).toMatch(/^[\w-]{8,64}$/);
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(body)),
  });
  expect(JSON.parse(body)).toMatchObject({ status, requestId, type: `urn:larder:problem:${code}` });
}

it.each([
  ['a line that is no request', 'HELLO\r\n\r\n', 400, 'bad-request'],
  ['a method that does not exist', lines('BREW / HTTP/1.1', 'Host: a'), 400, 'bad-request'],
  ['another protocol', lines('GET / HTTP/9.9', 'Host: a'), 400, 'bad-request'],
  ['a header without a colon', get('Nonsense'), 400, 'bad-request'],
  ['no host', lines('GET /v1/stores HTTP/1.1', last), 400, 'bad-request'],
  ['a length that is none', post('Content-Length: many'), 400, 'bad-request'],
  ['two lengths', post('Content-Length: 2', 'Content-Length: 3'), 400, 'bad-request'],
  [
    'a length and chunks',
    post('Content-Length: 2', 'Transfer-Encoding: chunked'),
    400,
    'bad-request',
  ],
  ['a chunk without a size', `${post('Transfer-Encoding: chunked')}zz\r\n{}`, 400, 'bad-request'],
  ['a head over 16 KiB', get(`X-Much: ${long}`), 431, 'head-too-large'],
  ['an address over 16 KiB', lines(`GET /${long} HTTP/1.1`, 'Host: a'), 431, 'head-too-large'],
  [
    'chunks with extensions over 16 KiB',
    `${post('Transfer-Encoding: chunked')}2;${long}\r\n{}\r\n0\r\n\r\n`,
    413,
    'payload-too-large',
  ],
  ['another expectation', get('Expect: a-miracle', last), 417, 'unknown-expectation'],
])('%s is refused by a problem', async (_, text, status, code) => {
  const [answer] = await say(port, text);
  expectProblem(answer!, status, code);
});

it('a request that never ends is refused by a problem', { timeout: 40_000 }, async () => {
  const [[head], [body]] = await Promise.all([
    say(port, 'GET /v1/stores HTTP/1.1\r\nHost: a\r\n'),
    say(port, post('Content-Length: 20'), '{"email":'),
  ]);
  expectProblem(head!, 408, 'request-timeout');
  expectProblem(body!, 408, 'request-timeout');
});

it('HTTP/1.0 needs no host', async () => {
  const [answer] = await say(port, lines('GET /v1/stores HTTP/1.0'));
  expect(answer!.status).toBe(200);
});

it('an answer 304 says no length', async () => {
  const stored = await larder.anyone.get('/v1/stores');
  const ask = get(`If-None-Match: ${stored.headers.etag}`, last);
  // The first one fills the cache, and the next is answered from it by a lane.
  for (let times = 0; times < 3; times += 1) {
    const [answer] = await say(port, ask);
    expect([answer!.status, answer!.headers['content-length']]).toEqual([304, undefined]);
  }
});

it('an address with bytes that are not encoded is refused', async () => {
  const [answer] = await say(port, lines('GET /v1/products?q=caf\u00e9 HTTP/1.1', 'Host: a', last));
  expectProblem(answer!, 400, 'bad-request');
});

it('a request that is given up before its body does nothing', async () => {
  const admin = await larder.demo('admin');
  const { id } = (await admin.get('/v1/stores')).body.items[0];
  await admin.post(`/v1/admin/stores/${id}/pause`, { reason: 'A power cut' });
  const head = lines(
    `POST /v1/admin/stores/${id}/resume HTTP/1.1`,
    'Host: a',
    `Authorization: Bearer ${admin.token}`,
    'Transfer-Encoding: chunked',
  );
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve) => {
    socket.resume().on('close', () => resolve());
    socket.end(head);
  });
  expect((await admin.get(`/v1/stores/${id}`)).body.pause).toMatchObject({ reason: 'A power cut' });
  expect((await admin.post(`/v1/admin/stores/${id}/resume`)).status).toBe(200);
});

it('no bytes in chunks are no body', async () => {
  const [answer] = await say(port, `${get('Transfer-Encoding: chunked', last)}0\r\n\r\n`);
  expect(answer!.status).toBe(200);
  const type = 'Content-Type: application/json';
  const head = get(type, 'Transfer-Encoding: chunked', last);
  const [refused] = await say(port, `${head}2\r\n{}\r\n0\r\n\r\n`);
  expectProblem(refused!, 400, 'unexpected-body');
});
