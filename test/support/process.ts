// Larder as people start it: the built program in a process of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { eventually } from './eventually.js';

export const root = resolve(import.meta.dirname, '../..');

export function build(): void {
  execFileSync(process.execPath, ['tools/build-if-stale.mjs'], { cwd: root });
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
  }

  /** `environment` is all it sees besides PATH: nothing of this machine's settings leaks in. */
  static run(entry: string, environment: NodeJS.ProcessEnv, args: string[] = []): Program {
    const env = { PATH: process.env.PATH, ...environment };
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

  /** Starts the server and waits until it takes requests. */
  static async serve(environment: NodeJS.ProcessEnv): Promise<Program & { address: string }> {
    const program = Program.run('main.js', environment);
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

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
