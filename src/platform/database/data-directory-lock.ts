import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupRefused } from '../startup-refused.js';

/**
 * Keeps a second process off a data directory: PGlite itself opens one twice without an error. The
 * lock names a process by number and start time: after a crash and a reboot (or in a container,
 * where every process is number 1) the number alone may belong to another process.
 *
 * @returns a function that releases the directory
 * @throws StartupRefused when a living process holds it
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'larder.lock');
  const mine = JSON.stringify(identity(process.pid));

  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => {
        if (read(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = read(path);
    const holder = parse(found);
    if (holder && holder.pid !== process.pid && isAlive(holder)) {
      throw new StartupRefused(
        `The data directory ${directory} is in use by another Larder (process ${holder.pid}). ` +
          'Stop that one, or set DATA_DIR to another directory.',
      );
    }
    discard(path, found);
  }
  throw new StartupRefused(`The lock ${path} could not be taken. Try again.`);
}

interface Holder {
  pid: number;
  /** When the process began, in the kernel's ticks; null where the system does not tell. */
  startedAt: string | null;
}

function identity(pid: number): Holder {
  try {
    // Field 22 of /proc/PID/stat, counted after the command's closing parenthesis (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return { pid, startedAt: fields[19] ?? null };
  } catch {
    return { pid, startedAt: null };
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.startedAt === null || identity(holder.pid).startedAt === holder.startedAt;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parse(text: string | null): Holder | null {
  try {
    return JSON.parse(text ?? 'null') as Holder | null;
  } catch {
    return null;
  }
}

/** Removes a dead process's lock, unless a third process has replaced it in the meantime. */
function discard(path: string, expected: string | null): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = read(aside);
  if (taken !== expected && taken !== null) writeFileSync(path, taken, { flag: 'wx' });
  rmSync(aside, { force: true });
}
