// A closing server begins nothing new, and tells new requests so.
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';

let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open();
  await larder.app.listen(0, '127.0.0.1');
});
afterAll(() => larder?.close());

it('refuses a request that arrives while the server closes, with Retry-After', async () => {
  const { port } = larder.app.getHttpServer().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  // Half a head: the server would close an idle connection at once.
  socket.write('GET /livez HTTP/1.1\r\nHost: a\r\nX-Request-Id: closing-closing\r\n');
  const server = larder.app.getHttpServer();
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_: unknown, n: number) => resolve(n)));
  await eventually('the server has it', async () => (await connections()) === 1);

  const closing = larder.close();
  await eventually('nobody else gets in', () => !server.listening);
  socket.write('\r\n');
  await eventually('it is answered', () => text.includes('\r\n\r\n'));
  await closing;
  const [head, body] = text.split('\r\n\r\n') as [string, string];
  expect(head).toMatch(/^HTTP\/1\.1 503 /);
  expect(head).toMatch(/^retry-after: 2\r?$/im);
  expect(head).toMatch(/^connection: close\r?$/im);
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(JSON.parse(body)).toMatchObject({
    code: 'shutting-down',
    status: 503,
    requestId: 'closing-closing',
  });
});
