// The platform and the cache alone, on their own database: for tests of those two.
import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CacheModule } from '../../src/cache/index.js';
import { type AppConfig } from '../../src/platform/index.js';
import { afterwards } from './afterwards.js';
import { unlimited } from './limits.js';
import { freshDatabase, freshRedisUrl, migratedDataDir, mode } from './mode.js';
import { testSecret } from './secrets.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { readConfig } from '../../src/platform/config/env.js';
import { withSecret } from '../../src/platform/config/embedded-secret.js';

/**
 * Takes any ACCESS_TOKEN_MINUTES, which a shop may not: people keep their tokens while the clock of a
 * test leaps ahead.
 */
export async function freshConfig({
  ACCESS_TOKEN_MINUTES: minutes,
  ...env
}: NodeJS.ProcessEnv = {}): Promise<AppConfig> {
  const world =
    mode === 'embedded'
      ? { DATA_DIR: migratedDataDir().path }
      : {
          DATABASE_URL: (await freshDatabase()).url,
          REDIS_URL: await freshRedisUrl(),
          REDIS_NAMESPACE: `test-${Math.random().toString(36).slice(2)}`,
          AUTH_SECRETS: testSecret,
          DATABASE_POOL: '10',
        };
  const quiet = { LOG_LEVEL: 'fatal', SEED_DEMO: 'false', METRICS_OPEN: 'true' };
  const config = withSecret(readConfig({ ...quiet, ...unlimited, ...world, ...env }));
  return minutes ? Object.freeze({ ...config, accessTokenMinutes: Number(minutes) }) : config;
}

export async function openGround(config: AppConfig): Promise<INestApplicationContext> {
  const builder = Test.createTestingModule({
    imports: [PlatformModule.with(config, []), CacheModule],
  });
  builder.setLogger(new ConsoleLogger({ logLevels: ['fatal'], forceConsole: true }));
  const app = await (await builder.compile()).init();
  app.close = afterwards(app.close.bind(app));
  return app;
}
