// Starting Larder from the command line, whatever for: settings, refusals, exit codes.
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { type CommandLine, given } from './command-line.js';
import { ExpectedFailure } from './kernel/failure.js';
import {
  type AppConfig,
  createLogger,
  NestLogger,
  readConfig,
  StartupRefused,
  withSecret,
} from './platform/index.js';

export interface Start {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly nestLogger: NestLogger;
}

/** Why a command that had started came to no good end, in a sentence. */
export class CommandFailed extends Error {
  override name = 'CommandFailed';
}

/**
 * Runs a command with what it was given; a refusal is one sentence on standard error and exit code
 * 1. Arguments are looked at before anything else: the settings alone make a data directory.
 */
export async function start<G>(
  line: CommandLine<G>,
  command: (start: Start, given: G) => Promise<void>,
  overrides: NodeJS.ProcessEnv = {},
): Promise<void> {
  const wanted = given(line);
  if (wanted === null) return;
  try {
    const config = withSecret(readConfig({ ...overrides, ...process.env }));
    const logger = createLogger(config.logLevel);
    await command({ config, logger, nestLogger: new NestLogger(logger) }, wanted);
  } catch (error) {
    const isStarted = error instanceof CommandFailed;
    const told = isStarted ? error.message : `Larder cannot start.\n${sentence(error)}`;
    process.stderr.write(`${told}\n`);
    process.exit(1);
  }
}

/** Gives a command all of Larder but its HTTP server, and closes it afterwards. */
export async function withLarder(
  { config, nestLogger }: Start,
  work: (app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: nestLogger,
    abortOnError: false,
  });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

/** An expected failure as a sentence for the terminal. */
export function refusal(error: unknown): unknown {
  return error instanceof ExpectedFailure ? new StartupRefused(error.detail) : error;
}

function sentence(error: unknown): string {
  if (error instanceof StartupRefused) return error.message;
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop it, or set PORT to a free one.`;
  }
  if (code === 'EACCES' && port) return `Port ${port} needs privileges. Set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL') return `HOST ${address} is not an address of this machine.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
