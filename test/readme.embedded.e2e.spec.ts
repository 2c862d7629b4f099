import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { freshDataDir } from './support/mode.js';
import { build, freePort, Program, root } from './support/process.js';

beforeAll(build, 120_000);

/** The tour's lines as they are printed; only the address is another. */
function tourAt(address: string): string {
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  const tour = /## Five minutes in the shop\n([^]*?)\n## /.exec(readme)![1]!;
  const blocks = [...tour.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]);
  const script = blocks.join('\n');
  expect(script).toContain('LARDER=http://localhost:3000');
  return script.replace('LARDER=http://localhost:3000', `LARDER=${address}`);
}

it('the tour of the README works as printed', { timeout: 120_000 }, async () => {
  const larder = await Program.serve({
    PORT: String(await freePort()),
    DATA_DIR: freshDataDir().path,
  });
  try {
    const { stdout } = await promisify(execFile)('bash', ['-c', tourAt(larder.address)], {
      env: { PATH: process.env.PATH },
    });
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(stdout).toContain('"name":"Mature Cheddar"');
    expect(lines).toContain('x-cache: MISS');
    expect(lines).toContain('x-cache: L1');
    expect(lines).toContain('HTTP/1.1 304 Not Modified');
    expect(lines).toContain('idempotency-replayed: true');
    for (const status of ['accepted', 'picking', 'ready']) expect(lines).toContain(status);
    expect(stdout).toContain('{"applied":true,"reason":null}');
    const polls = lines.filter((line) => line.startsWith('{"orderId"')).map((l) => JSON.parse(l));
    expect(polls.map((poll) => poll.status)).toEqual(['out_for_delivery', 'delivered']);
    expect(polls[0].position).toMatchObject({ lat: 25.0811, lng: 55.1409, stale: false });
    expect(polls[1].position).toBeNull();
  } finally {
    await larder.stop('SIGKILL');
  }
});
