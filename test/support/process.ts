// Larder as people start it: the built program in its own process.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { lockDataDirectory } from '../../src/platform/database/data-directory-lock.js';
import { StartupRefused } from '../../src/platform/startup-refused.js';
import { afterwards } from './afterwards.js';
import { eventually } from './eventually.js';
import { unlimited } from './limits.js';
import { freshDataDir, migratedDataDir } from './mode.js';

export const root = resolve(import.meta.dirname, '../..');

/** Builds dist/ if it is stale: one test file at a time, because a build begins by emptying it. */
export async function build(): Promise<void> {
  const release = await eventually('no other file builds', tryToLock, 110_000);
  try {
    execFileSync(process.execPath, ['tools/build-if-stale.mjs'], { cwd: root });
  } finally {
    release();
  }
}

function tryToLock(): (() => void) | false {
  try {
    return lockDataDirectory(join(root, 'node_modules/.cache/larder-build'));
  } catch (error) {
    if (error instanceof StartupRefused) return false;
    throw error;
  }
}

/** A port and an empty folder: all that an embedded Larder needs. */
export async function freshWorld(): Promise<{ PORT: string; DATA_DIR: string }> {
  return { PORT: String(await freePort()), DATA_DIR: freshDataDir().path };
}

/** The same with a migrated database. */
export async function migratedWorld(): Promise<{ PORT: string; DATA_DIR: string }> {
  return { PORT: String(await freePort()), DATA_DIR: migratedDataDir().path };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export class Program {
  output = '';
  readonly ended: Promise<number | null>;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    const kill = afterwards(() => this.stop('SIGKILL'));
    void this.ended.then(kill);
  }

  /**
   * @param environment all that the program sees besides PATH, and limits that tests do not reach:
   *   no setting of this machine leaks in
   */
  static run(entry: string, environment: NodeJS.ProcessEnv, args: string[] = []): Program {
    const env = { PATH: process.env.PATH, ...unlimited, ...environment };
    return new Program(
      spawn(process.execPath, [resolve(root, 'dist', entry), ...args], { cwd: root, env }),
    );
  }

  /** Runs it to its end. */
  static async finish(entry: string, environment: NodeJS.ProcessEnv, args: string[] = []) {
    const program = Program.run(entry, environment, args);
    program.child.stdin?.end();
    return { code: await program.ended, output: program.output };
  }

  /** Starts the server, or another program that becomes one, and waits until it takes requests. */
  static async serve(
    environment: NodeJS.ProcessEnv,
    entry = 'main.js',
    args: string[] = [],
  ): Promise<Program & { address: string }> {
    const program = Program.run(entry, environment, args);
    const address = `http://127.0.0.1:${environment.PORT}`;
    await eventually(
      'Larder is ready',
      async () => {
        if (program.child.exitCode !== null) throw new Error(`It ended: ${program.output}`);
        return fetch(`${address}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        );
      },
      60_000,
    );
    return Object.assign(program, { address });
  }

  /** Waits until the program has written this text. */
  async says(text: string): Promise<void> {
    await eventually(
      `it says “${text}”`,
      () => {
        if (this.child.exitCode !== null) throw new Error(`It ended: ${this.output}`);
        return this.output.includes(text);
      },
      60_000,
    );
  }

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
