import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { demoLogins } from './demo/index.js';
import { type AppConfig } from './platform/index.js';
import {
  configureEdge,
  createLogger,
  fastifyAdapter,
  NestLogger,
  serveDocs,
  serveMetrics,
} from './platform/app.js';

/** Serves until the process gets a signal to stop. */
export async function serve(config: AppConfig): Promise<void> {
  const logger = createLogger(config.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    fastifyAdapter(logger, config.trustedProxies),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  configureEdge(app);
  // Exit code 0 after a graceful stop: death by the signal would look like a crash.
  app.enableShutdownHooks([], { useProcessExit: true });
  if (config.docs) serveDocs(app);
  try {
    await app.listen(config.port, config.host);
    const { port: metricsPort } = config.metrics;
    if (metricsPort !== undefined) await serveMetrics(app, metricsPort, config.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = await app.getUrl();
  if (config.mode === 'embedded') process.stdout.write(welcome(config, address));
  else logger.info({ address, docs: config.docs ? `${address}/docs` : null }, 'Larder is open');
}

function welcome(config: AppConfig, address: string): string {
  const logins = demoLogins.map(
    ({ role, email, password }) => `  ${role.padEnd(10)}  ${email}  ${password}`,
  );
  return [
    '',
    `Larder is open at ${address}`,
    ...(config.docs ? [`Swagger UI: ${address}/docs`] : []),
    '',
    ...(config.seedDemo ? ['Demo logins (role, email, password):', ...logins, ''] : []),
    `This mode is for trying: an embedded database in ${config.dataDir}, everything else in this`,
    'process. It survives a crash, not a power cut. For production set DATABASE_URL and REDIS_URL.',
    '',
  ].join('\n');
}
