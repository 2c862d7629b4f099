// Starts any program: settings, refusals, exit codes. Loading Larder takes seconds, so neither this
// file nor those of the arguments may import what loads it.
import { type AppConfig } from './platform/config/app-config.js';
import { readConfig } from './platform/config/env.js';
import { withSecret } from './platform/config/embedded-secret.js';
import { StartupRefused } from './platform/startup-refused.js';

/** Why a command failed after it had started, in a sentence. */
export class CommandFailed extends Error {
  override name = 'CommandFailed';
}

/** For commands that print their own results. */
export const quiet = { LOG_LEVEL: 'error' };

/**
 * Runs a command with the settings; a refusal is one sentence on standard error and exit code 1.
 * Arguments must be checked before: reading the settings already makes a data directory.
 */
export async function start(
  command: (config: AppConfig) => Promise<void>,
  overrides: NodeJS.ProcessEnv = {},
): Promise<void> {
  try {
    await command(withSecret(readConfig({ ...overrides, ...process.env })));
  } catch (error) {
    const isStarted = error instanceof CommandFailed;
    const told = isStarted ? error.message : `Larder cannot start.\n${sentence(error)}`;
    process.stderr.write(`${told}\n`);
    process.exit(1);
  }
}

function sentence(error: unknown): string {
  if (error instanceof StartupRefused) return error.message;
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop it, or choose a free one (PORT, METRICS_PORT).`;
  }
  if (code === 'EACCES' && port) return `Port ${port} needs privileges. Set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL') return `HOST ${address} is not an address of this machine.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
