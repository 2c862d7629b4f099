// Larder without its HTTP server on an empty scratch database: for benches of the cost of a miss.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../../dist/app.module.js';
import { StoresService } from '../../dist/catalog/index.js';
import { readConfig } from '../../dist/platform/config/env.js';

export const client = new pg.Client({ connectionString: process.env.DATABASE_URL });

/** Opens one store, the bench's. Redis is not used: only misses are measured. */
export async function openLarder() {
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
  );
  if (rows[0].tables > 0) throw new Error('The database is not empty: name a scratch database.');
  const config = readConfig({
    REDIS_URL: 'redis://127.0.0.1:1/0',
    AUTH_SECRETS: randomBytes(48).toString('base64'),
    LOG_LEVEL: 'fatal',
    ...process.env,
    SEED_DEMO: 'false',
  });
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['fatal'],
  });
  const store = await app.get(StoresService, { strict: false }).open({
    slug: 'bench',
    name: 'Bench',
    currency: 'AED',
    timeZone: 'Asia/Dubai',
    location: { lat: 25.1, lng: 55.1 },
    openingHours: [],
  });
  return { app, store };
}

export async function closeLarder(app) {
  await client.end();
  await app.close();
}

/** The 50th, 95th and 99th percentile of times in milliseconds. */
export function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export async function timed(work) {
  const before = performance.now();
  const result = await work();
  return { result, ms: performance.now() - before };
}
