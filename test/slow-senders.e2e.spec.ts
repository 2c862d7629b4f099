// Slow lines get their files through; idle senders are cut off.
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';

let larder: Larder;
let admin: Person;
let driver: Person;
let port: number;

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  admin = await larder.demo('admin');
  driver = await larder.demo('driver');
  // A lane takes pings only with a known token.
  await driver.get('/v1/me');
  await larder.app.listen(0, '127.0.0.1');
  port = (larder.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => larder?.close());

const header = 'sku,price\n';
const row = 'NOBODY,1\n';

/** Sends the head, then a piece each second; answers the status, and after how many seconds. */
function drip(
  path: string,
  type: string,
  pieces: readonly string[],
  bytes: number,
  { token } = admin,
) {
  return new Promise<{ status: number; seconds: number }>((resolve, reject) => {
    const began = performance.now();
    const socket = connect(port, '127.0.0.1');
    const left = [...pieces];
    const send = () => {
      const piece = left.shift();
      if (piece !== undefined && socket.writable) socket.write(piece);
    };
    socket.write(
      [
        `POST ${path} HTTP/1.1`,
        'Host: a',
        `Authorization: Bearer ${token}`,
        `Content-Type: ${type}`,
        `Content-Length: ${bytes}`,
        'Connection: close',
        '\r\n',
      ].join('\r\n'),
    );
    send();
    const timer = setInterval(send, 1000);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearInterval(timer);
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
      resolve({ status, seconds: (performance.now() - began) / 1000 });
    });
  });
}

it('a file may take longer than ten seconds while it progresses, and no other body may', async () => {
  const file = [header, ...Array.from({ length: 13 }, () => row)];
  const size = file.join('').length;
  const imports = '/v1/admin/imports?kind=feed';
  const location = '/v1/driver/location';
  const [steady, stalled, body, ping, silent] = await Promise.all([
    drip(imports, 'text/csv', file, size),
    drip(imports, 'text/csv', file.slice(0, 3), size),
    drip('/v1/admin/categories', 'application/json', [...'{"name":"Slow and slower"}'], 26),
    drip(location, 'application/json', [...'{"epoch":1,"fixes":[{'], 90, driver),
    drip(location, 'application/json', [], 90, driver),
  ]);
  const all = [steady, stalled, body, ping, silent].map(({ status }) => status);
  expect(all).toEqual([202, 408, 408, 408, 408]);
  expect(steady.seconds).toBeGreaterThan(12);
  for (const { seconds } of [stalled, body, ping, silent]) expect(seconds).toBeGreaterThan(9.9);
  for (const { seconds } of [body, ping, silent]) expect(seconds).toBeLessThan(20);

  const database = larder.app.get(Database);
  expect(await database.query(`SELECT FROM imports WHERE status = 'uploading'`)).toEqual([]);
  expect(await database.query(`SELECT FROM categories WHERE name LIKE 'Slow%'`)).toEqual([]);
});
