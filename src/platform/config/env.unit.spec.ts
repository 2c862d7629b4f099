import { describe, expect, it } from 'vitest';
import { readConfig } from './env.js';

const services = {
  DATABASE_URL: 'postgres://localhost/larder',
  REDIS_URL: 'redis://localhost',
  AUTH_SECRET: 'x'.repeat(32),
};

describe('the configuration', () => {
  it('is for trying when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'embedded',
      host: '127.0.0.1',
      port: 3000,
      paymentProvider: 'fake',
      seedDemo: true,
      logLevel: 'warn',
    });
  });

  it('is for production with a database, a Redis and a secret', () => {
    expect(readConfig(services)).toMatchObject({
      mode: 'services',
      host: '0.0.0.0',
      paymentProvider: 'none',
      paymentWebhookSecrets: [],
      seedDemo: false,
      logLevel: 'info',
    });
  });

  it.each([
    [{ DATABASE_URL: services.DATABASE_URL }, ['REDIS_URL is missing', 'AUTH_SECRET is missing']],
    [{ REDIS_URL: services.REDIS_URL }, ['DATABASE_URL is missing']],
    [{ ...services, AUTH_SECRET: 'short' }, ['AUTH_SECRET is shorter than 32 bytes']],
    [{ ...services, DATABASE_URL: 'mysql://x' }, ['DATABASE_URL is not a postgres:']],
    [{ PORT: 'eighty' }, ['PORT']],
    [{ PORT: '70000' }, ['PORT']],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    [{ PAYMENT_PROVIDER: 'bank' }, ['PAYMENT_PROVIDER']],
    [{ PAYMENT_WEBHOOK_SECRETS: 'whsec_short' }, ['PAYMENT_WEBHOOK_SECRETS is not whsec_']],
    [{ TRUSTED_PROXIES: '10.0.0.1,everybody' }, ['TRUSTED_PROXIES has everybody, which is no']],
    [{ CORS_ORIGINS: '*' }, ['CORS_ORIGINS has *, which is no origin']],
    [{ CORS_ORIGINS: 'null' }, ['CORS_ORIGINS has null, which is no origin']],
    [{ CORS_ORIGINS: 'https://a.example/' }, ['CORS_ORIGINS has https://a.example/, which']],
    [{ CORS_ORIGINS: 'HTTPS://a.example' }, ['CORS_ORIGINS has HTTPS://a.example, which']],
    [{ METRICS_TOKEN: 'short' }, ['METRICS_TOKEN is no bearer token']],
    [{ TRUSTED_PROXIES: '0.0.0.0/0' }, ['TRUSTED_PROXIES has 0.0.0.0/0, which is no']],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, ['TRUSTED_PROXIES has 10.0.0.0/33, which is no']],
    [{ LOGIN_TRIES: '0' }, ['LOGIN_TRIES is not a whole number']],
    [{ ACCESS_TOKEN_MINUTES: '0' }, ['ACCESS_TOKEN_MINUTES is not a whole number']],
  ])('refuses %o and says what to set', (env, sentences) => {
    for (const sentence of sentences) expect(() => readConfig(env)).toThrow(sentence);
    expect(() => readConfig(env)).toThrow('Example: ');
  });

  it('takes addresses, networks and their names for trusted proxies', () => {
    const list = '10.0.0.1,192.168.0.0/16,2001:db8::/32,loopback';
    expect(readConfig({ TRUSTED_PROXIES: list }).trustedProxies).toEqual(list.split(','));
    expect(readConfig({}).trustedProxies).toEqual([]);
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' }).mode).toBe('embedded');
  });
});
