import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { ExpectedFailure } from './kernel/failure.js';
import { type AppConfig } from './platform/index.js';
import { createLogger, NestLogger, StartupRefused } from './platform/app.js';

/** Runs a command with all of Larder except its HTTP server, and closes it afterwards. */
export async function withLarder(
  config: AppConfig,
  work: (app: INestApplicationContext, logger: Logger) => Promise<void>,
): Promise<void> {
  const logger = createLogger(config.logLevel);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  try {
    await work(app, logger);
  } finally {
    await app.close();
  }
}

/** An expected failure as a sentence for the terminal. */
export function refusal(error: unknown): unknown {
  return error instanceof ExpectedFailure ? new StartupRefused(error.detail) : error;
}
