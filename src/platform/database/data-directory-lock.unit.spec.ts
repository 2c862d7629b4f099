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

function attempt(lock: () => void): 'taken' | 'refused' {
  try {
    lock();
    return 'taken';
  } catch {
    return 'refused';
  }
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
    expect(attempt(() => lockDataDirectory(directory)())).toBe('taken');
  });

  it('is not fooled by another process with the same number', async () => {
    const child = await otherProcess();
    writeFileSync(path(), JSON.stringify({ pid: child.pid, startedAt: '1' }));
    // Only Linux tells when a process began; elsewhere the number must do.
    const tells = existsSync('/proc/self/stat');
    const lock = () => lockDataDirectory(directory)();
    expect(attempt(lock)).toBe(tells ? 'taken' : 'refused');
    child.kill('SIGKILL');
  });

  it('takes over a lock that it cannot read', () => {
    writeFileSync(path(), '{"pid":');
    lockDataDirectory(directory)();
    expect(existsSync(path())).toBe(false);
  });
});
