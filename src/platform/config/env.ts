// Every environment variable that Larder reads: its meaning, an example, its default.
import { isAbsolute, resolve } from 'node:path';
import { bool, cleanEnv, EnvMissingError, num, port, str } from 'envalid';
import { StartupRefused } from '../startup-refused.js';
import type { AppConfig, Mode } from './app-config.js';
import { limitEnvironment, limitSettings } from './limit-settings.js';
import { neededBy, noticeEnvironment, noticeSettings } from './notice-settings.js';
import {
  auditDays,
  authSecrets,
  metricsToken,
  minutesOfHour,
  origins,
  positive,
  proxies,
  url,
  webhookSecrets,
  wholeNumber,
} from './validators.js';

export const environment = {
  DATABASE_URL: url(['postgres:', 'postgresql:'])({
    desc: 'PostgreSQL 15 or newer. Left out, Larder runs on an embedded database for trying.',
    example: 'postgres://larder:secret@localhost:5432/larder',
    default: undefined,
  }),
  REDIS_URL: url(['redis:', 'rediss:'])({
    desc: 'Redis 7 or newer; required with DATABASE_URL. Holds the cache, live positions and login tries only.',
    example: 'redis://localhost:6379/0',
    default: undefined,
  }),
  REDIS_NAMESPACE: str({
    desc: 'Prefix of every Redis key, for several Larders on one Redis.',
    example: 'larder',
    default: 'larder',
  }),
  AUTH_SECRETS: authSecrets({
    desc: 'Sign tokens and cursors: at least 32 random bytes, commas between a new and an old one; required with DATABASE_URL. The first signs, all verify.',
    example: 'the output of: openssl rand -base64 48',
    default: undefined,
  }),
  ACCESS_TOKEN_MINUTES: minutesOfHour({
    desc: 'Minutes that an access token is valid, 60 at most; the session goes on with the next one.',
    example: '15',
    default: 15,
  }),
  ...limitEnvironment,
  TRUSTED_PROXIES: proxies({
    desc: 'Whose X-Forwarded-For is believed: addresses, networks (10.0.0.0/8), or loopback, linklocal, uniquelocal; commas between. Left out, nobody’s.',
    example: '10.0.0.5,loopback',
    default: '',
  }),
  CORS_ORIGINS: origins({
    desc: 'The origins whose scripts may call the API from a browser, commas between. Left out, no other.',
    example: 'https://shop.example.com,capacitor://localhost',
    default: '',
  }),
  ORDER_ACCEPT_MINUTES: positive({
    desc: 'Minutes after which an order that no picker accepted expires.',
    example: '10',
    default: 10,
  }),
  ORDER_PRIVACY_DAYS: positive({
    desc: 'Days after the end of an order when its address, phone, PIN and notes are forgotten.',
    example: '30',
    default: 30,
  }),
  ERASURE_GRACE_DAYS: wholeNumber({
    desc: 'Days between a person’s wish to be forgotten and the erasure, in which they may take it back.',
    example: '14',
    default: 14,
  }),
  PAYMENT_PROVIDER: str({
    desc: 'Who moves the money of cards: `fake` moves none; with `none` all is paid at the door. Left out: fake for trying, none with DATABASE_URL.',
    example: 'none',
    choices: ['none', 'fake'],
    default: undefined,
  }),
  PAYMENT_WEBHOOK_SECRETS: webhookSecrets({
    desc: 'What the payment provider signs its webhooks with (Standard Webhooks), commas between an old and a new one. Left out: webhooks are refused with DATABASE_URL.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    default: '',
  }),
  ...noticeEnvironment,
  HOST: str({
    desc: 'Address to listen on. Left out: 127.0.0.1 for trying, 0.0.0.0 with DATABASE_URL.',
    example: '0.0.0.0',
    default: undefined,
  }),
  PORT: port({ desc: 'Port to listen on.', example: '3000', default: 3000 }),
  DATA_DIR: str({
    desc: 'Where the embedded database keeps its files. Unused with DATABASE_URL.',
    example: './.data',
    default: './.data',
  }),
  DATABASE_POOL: num({
    desc: 'Most PostgreSQL connections one process opens.',
    example: '20',
    default: 20,
  }),
  CACHE_LOCAL_MB: wholeNumber({
    desc: 'Memory for answers kept in this process beside the shared cache, in MiB; 0 keeps none.',
    example: '64',
    default: 64,
  }),
  SEED_DEMO: bool({
    desc: 'Seed the demo shop and its accounts once. Left out: yes for trying, no otherwise.',
    example: 'true',
    default: undefined,
  }),
  DOCS: bool({
    desc: 'Serve Swagger UI at /docs and the OpenAPI document at /docs/openapi.json. Left out: yes for trying, no with DATABASE_URL.',
    example: 'true',
    default: undefined,
  }),
  METRICS_TOKEN: metricsToken({
    desc: 'Whoever asks for /metrics must send it as a bearer token.',
    example: 'the output of: openssl rand -hex 24',
    default: undefined,
  }),
  METRICS_PORT: port({
    desc: 'Serve /metrics at this port, without a token, for a network that only Prometheus reaches.',
    example: '9464',
    default: undefined,
  }),
  METRICS_OPEN: bool({
    desc: 'Serve /metrics to whoever asks. Left out: yes for trying, no with DATABASE_URL.',
    example: 'false',
    default: undefined,
  }),
  AUDIT_RETENTION_DAYS: auditDays({
    desc: 'How many days the audit log keeps a line, 30 at least.',
    example: '365',
    default: 365,
  }),
  LOG_LEVEL: str({
    desc: 'Least severe log line that is written. Left out: warn for trying, info otherwise.',
    example: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: undefined,
  }),
};

/**
 * Reads the settings from an environment.
 * @throws StartupRefused naming each wrong or missing variable, its meaning and an example
 */
export function readConfig(env: NodeJS.ProcessEnv): AppConfig {
  // An empty variable counts as absent: compose files and shells set those by accident.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const values = cleanEnv(given, environment, {
    reporter: ({ errors }) => {
      const lines = Object.entries(errors).map(([name, error]) =>
        explain(name as keyof typeof environment, error as Error),
      );
      if (lines.length > 0) throw new StartupRefused(lines.join('\n'));
    },
  });
  const mode: Mode = values.DATABASE_URL ? 'services' : 'embedded';
  if (mode === 'services') requireAll(values, ['REDIS_URL', 'AUTH_SECRETS'], 'DATABASE_URL is set');
  if (values.REDIS_URL) requireAll(values, ['DATABASE_URL'], 'REDIS_URL is set');

  const ways = values.NOTICES.split(',');
  for (const [way, names] of Object.entries(neededBy)) {
    if (ways.includes(way)) requireAll(values, [...names], `NOTICES has ${way}`);
  }

  const trying = mode === 'embedded';
  return Object.freeze({
    mode,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    cacheLocalBytes: values.CACHE_LOCAL_MB * 1024 * 1024,
    redisUrl: values.REDIS_URL,
    redisNamespace: values.REDIS_NAMESPACE,
    dataDir: isAbsolute(values.DATA_DIR) ? values.DATA_DIR : resolve(values.DATA_DIR),
    host: values.HOST ?? (trying ? '127.0.0.1' : '0.0.0.0'),
    port: values.PORT,
    authSecrets: listed(values.AUTH_SECRETS ?? ''),
    accessTokenMinutes: values.ACCESS_TOKEN_MINUTES,
    ...limitSettings(values),
    trustedProxies: listed(values.TRUSTED_PROXIES),
    corsOrigins: listed(values.CORS_ORIGINS),
    orderAcceptMinutes: values.ORDER_ACCEPT_MINUTES,
    orderPrivacyDays: values.ORDER_PRIVACY_DAYS,
    erasureGraceDays: values.ERASURE_GRACE_DAYS,
    paymentProvider: (values.PAYMENT_PROVIDER ?? (trying ? 'fake' : 'none')) as 'none' | 'fake',
    paymentWebhookSecrets: listed(values.PAYMENT_WEBHOOK_SECRETS),
    notices: noticeSettings(values),
    seedDemo: values.SEED_DEMO ?? trying,
    docs: values.DOCS ?? trying,
    metrics: {
      isOpen: values.METRICS_OPEN ?? (trying && values.METRICS_TOKEN === undefined),
      token: values.METRICS_TOKEN,
      port: values.METRICS_PORT,
    },
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    logLevel: values.LOG_LEVEL ?? (trying ? 'warn' : 'info'),
  });
}

const listed = (text: string) => text.split(',').filter(Boolean);

type Name = keyof typeof environment;

function requireAll(values: Partial<Record<Name, unknown>>, names: Name[], because: string): void {
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length === 0) return;
  const lines = missing.map((name) => explain(name, new EnvMissingError(`because ${because}`)));
  throw new StartupRefused(lines.join('\n'));
}

function explain(name: Name, error: Error): string {
  const { desc, example } = environment[name] as { desc?: string; example?: string };
  const problem =
    error instanceof EnvMissingError
      ? `is missing ${error.message}`
      : error.message || 'is invalid';
  return `${name} ${problem.trim()}. ${desc}\n  Example: ${name}=${example}`;
}
