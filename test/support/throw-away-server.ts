import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Recipe {
  readonly name: string;
  readonly command: string;
  /** The server's own temporary folder; it goes when the server stops. */
  readonly dir: string;
  readonly user: { uid?: number; gid?: number };
  readonly stopSignal: 'QUIT' | 'KILL';
  args(port: number): string[];
  url(port: number): string;
  /** Succeeds once the server answers. */
  probe(port: number): Promise<void>;
}

const startMs = 30_000;

/**
 * Waits until this process closes the pipe or dies in any way, then ends the server and removes its
 * folder: an exit handler would not run when a test process is killed.
 */
const guardScript = `
cat >/dev/null
pid=$(cat "$1/pid" 2>/dev/null) && {
  kill -s "$2" "$pid"; kill -s CONT "$pid"
  tries=0
  while kill -0 "$pid" && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL "$pid"
}
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`;

export class ThrowAwayServer {
  readonly dataDir: string;
  #port = 0;
  #process: ChildProcess | undefined;
  readonly #guard: ChildProcess;

  private constructor(private readonly recipe: Recipe) {
    this.dataDir = recipe.dir;
    this.#guard = spawn('/bin/sh', ['-c', guardScript, 'guard', recipe.dir, recipe.stopSignal], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#guard.unref();
    (this.#guard.stdin as Socket).unref();
  }

  static async start(recipe: Recipe): Promise<ThrowAwayServer> {
    const server = new ThrowAwayServer(recipe);
    try {
      // Another process may take a free port before the server does.
      await persistently(3, 0, async () => {
        server.#port = await freePort();
        await server.#launch();
      });
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get url(): string {
    return this.recipe.url(this.#port);
  }

  get port(): number {
    return this.#port;
  }

  /** 0 while the server is not running. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** As if the machine failed: without a clean shutdown. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  /** Ends the server as its operator would: afterwards PostgreSQL's files can be copied. */
  async shutDown(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Freezes the server: connections stay open, nothing answers. On PostgreSQL only new ones. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Starts again on the same port and folder, killing the server first if it still runs. */
  async restart(): Promise<void> {
    await this.#end();
    // Backends of a killed PostgreSQL may outlive it briefly, and it refuses to start meanwhile.
    await persistently(20, 250, () => this.#launch());
  }

  async stop(): Promise<void> {
    if (this.#guard.exitCode !== null) return;
    this.#guard.ref();
    const gone = once(this.#guard, 'exit');
    this.#guard.stdin?.end();
    await gone;
  }

  async #end(signal: 'SIGINT' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    if (!this.#process) return;
    const gone = once(this.#process, 'exit');
    this.#process.ref();
    this.#process.kill(signal);
    await gone;
  }

  async #launch(): Promise<void> {
    const { name, command, dir, user } = this.recipe;
    const log = openSync(join(dir, 'log'), 'w');
    const server = spawn(command, this.recipe.args(this.#port), {
      ...user,
      cwd: dir,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    const ended = new AbortController();
    let reason = `no answer within ${startMs / 1000} s`;
    const onEnd = (why: string) => {
      reason = why;
      this.#process = undefined;
      rmSync(join(dir, 'pid'), { force: true });
      ended.abort();
    };
    server.once('exit', (code, signal) => onEnd(`it ended with ${signal ?? code}`));
    server.once('error', (error) => onEnd(error.message));
    if (server.pid !== undefined) {
      writeFileSync(join(dir, 'pid'), String(server.pid));
      this.#process = server;
      server.unref();
    }

    const deadline = Date.now() + startMs;
    while (!ended.signal.aborted && Date.now() < deadline) {
      try {
        await this.recipe.probe(this.#port);
        // The answer may come from another server on the same port, while ours is giving up.
        if (!ended.signal.aborted) return;
      } catch {
        await sleep(25);
      }
    }
    await this.#end();
    throw new Error(`${name} did not start: ${reason}\n${tail(join(dir, 'log'))}`);
  }
}

async function persistently(tries: number, pauseMs: number, act: () => Promise<void>) {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(pauseMs);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  } catch {
    return '(no log)';
  }
}
