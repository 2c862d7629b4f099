import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartupRefused } from '../startup-refused.js';
import { lockDataDirectory } from './data-directory-lock.js';

let directory: string;
const path = () => join(directory, 'larder.lock');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'larder-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function otherProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  await once(child, 'spawn');
  return child;
}

describe('the lock of a data directory', () => {
  it('is taken and given back', () => {
    const release = lockDataDirectory(directory);
    expect(existsSync(path())).toBe(true);
    release();
    expect(existsSync(path())).toBe(false);
  });

  it('refuses while another process lives, and names it', async () => {
    const child = await otherProcess();
    writeFileSync(path(), JSON.stringify({ pid: child.pid, startedAt: null }));
    expect(() => lockDataDirectory(directory)).toThrow(StartupRefused);
    expect(() => lockDataDirectory(directory)).toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDataDirectory(directory)();
  });

  it.runIf(process.platform === 'linux')(
    'is not fooled by a stranger who got the same number',
    async () => {
      const child = await otherProcess();
      writeFileSync(path(), JSON.stringify({ pid: child.pid, startedAt: '1' }));
      lockDataDirectory(directory)();
      child.kill('SIGKILL');
    },
  );

  it('takes over what it cannot read', () => {
    writeFileSync(path(), '{"pid":');
    lockDataDirectory(directory)();
    expect(existsSync(path())).toBe(false);
  });
});
