import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { build, migratedWorld, Program, root } from './support/process.js';

beforeAll(build, 120_000);

/** The tour's lines as printed, with another address. */
function tourAt(address: string): string {
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  const blocks = blocksOf(/## Five minutes in the shop\n([^]*?)\n## /.exec(readme)![1]!);
  // The length that fits the five minutes of the heading.
  expect(blocks.join('').trim().split('\n').length).toBeLessThanOrEqual(40);
  return scriptOf(blocks, address);
}

function blocksOf(text: string): string[] {
  return [...text.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]!);
}

function scriptOf(blocks: readonly string[], address: string): string {
  expect(blocks[0]).toMatch(/^LARDER=http:\/\/localhost:3000$/m);
  const script = blocks.join('\n').replace('LARDER=http://localhost:3000', `LARDER=${address}`);
  expect(script).not.toContain('localhost:3000');
  return `set -euo pipefail\n${script}`;
}

/** What the script prints, against a demo shop. */
async function run(script: (address: string) => string): Promise<string> {
  const larder = await Program.serve(await migratedWorld());
  const { stdout, stderr } = await promisify(execFile)(
    'bash',
    ['--norc', '-c', script(larder.address)],
    { env: { PATH: process.env.PATH } },
  );
  await larder.stop('SIGKILL');
  expect(stderr).toBe('');
  return stdout;
}

it('the tour of the README works as printed', { timeout: 120_000 }, async () => {
  const stdout = await run(tourAt);
  const [toured = '', streamed = ''] = stdout.split(/^retry: \d{4}$/m);
  const [browsed, searched, ...lines] = toured.trim().split('\n');
  const names = (list = '') => JSON.parse(list).items.map((item: { name: string }) => item.name);
  expect(names(browsed)).toHaveLength(2);
  expect(names(searched)).toEqual(['Mature Cheddar']);
  const said = lines.map((line) => line.trim());
  expect(said.filter((line) => !line.startsWith('{'))).toEqual([
    'x-cache: MISS',
    'x-cache: L1',
    'HTTP/1.1 304 Not Modified',
    'idempotency-replayed: true',
    'accepted',
    'picking',
    '2',
    'ready',
    'assigned',
    'collected',
    'delivered',
  ]);
  const [pinged, polled, ...more] = said
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  expect(pinged).toEqual({ applied: true, reason: null });
  expect(polled.status).toBe('out_for_delivery');
  expect(polled.position).toMatchObject({ lat: 25.0811, lng: 55.1409, stale: false });
  expect(more).toEqual([]);
  const told = JSON.parse(/^data: (.*)$/m.exec(streamed)![1]!);
  expect(told).toMatchObject({ status: 'delivered', position: null });
});

it('the lines about sessions work as printed', { timeout: 120_000 }, async () => {
  const page = readFileSync(resolve(root, 'docs/sessions.md'), 'utf8');
  const stdout = await run((address) => scriptOf(blocksOf(page), address));
  expect(stdout.trim().split('\n')).toEqual([
    'customer',
    '204',
    'session-ended',
    'null',
    'Bearer',
    '204',
  ]);
});
