import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppConfig } from './app-config.js';

/**
 * Gives the embedded mode a secret of its own, kept beside its data so that logins survive a
 * restart. With DATABASE_URL the secret must be configured: several processes share it.
 */
export function withSecret(config: AppConfig): AppConfig {
  if (config.authSecrets.length > 0) return config;
  const path = join(config.dataDir, 'secret');
  mkdirSync(config.dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(48).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Object.freeze({ ...config, authSecrets: [readFileSync(path, 'utf8')] });
}
