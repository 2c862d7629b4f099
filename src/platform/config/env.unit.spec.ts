import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testSecret } from '../../../test/support/secrets.js';
import { readConfig } from './env.js';

const services = {
  DATABASE_URL: 'postgres://localhost/larder',
  REDIS_URL: 'redis://localhost',
  AUTH_SECRETS: testSecret,
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
    [{ DATABASE_URL: services.DATABASE_URL }, ['REDIS_URL is missing', 'AUTH_SECRETS is missing']],
    [{ REDIS_URL: services.REDIS_URL }, ['DATABASE_URL is missing']],
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
    [{ NOTICES: 'pigeon' }, ['NOTICES is not a list of log, smtp, http']],
    [{ NOTICES: 'log,log' }, ['NOTICES is not a list of log, smtp, http']],
    [{ NOTICES: 'smtp' }, ['NOTICES_SMTP_URL is missing', 'NOTICES_FROM is missing']],
    [
      { NOTICES: 'log,http' },
      ['NOTICES_HTTP_URL is missing because NOTICES has http', 'NOTICES_HTTP_SECRETS is missing'],
    ],
    [{ NOTICES_SMTP_URL: 'https://mail.example' }, ['NOTICES_SMTP_URL is not a smtp:']],
    [{ NOTICES_HTTP_URL: 'ftp://x' }, ['NOTICES_HTTP_URL is not a http:']],
    [{ NOTICES_HTTP_SECRETS: 'short' }, ['NOTICES_HTTP_SECRETS is not whsec_']],
    [{ NOTICES_FROM: 'Nobody' }, ['NOTICES_FROM is not an address']],
    [{ NOTICES_FROM: 'A <a@b.example>\r\nBcc: c@d.example' }, ['NOTICES_FROM is not an address']],
    [{ NOTICES_LANGUAGE: 'tlh' }, ['NOTICES_LANGUAGE']],
    [{ NOTICES_KEEP_DAYS: '0' }, ['NOTICES_KEEP_DAYS is not a whole number']],
    [{ LOGIN_TRIES: '0' }, ['LOGIN_TRIES is not a whole number']],
    [{ ACCESS_TOKEN_MINUTES: '0' }, ['ACCESS_TOKEN_MINUTES is not a whole number from 1 to 60']],
    [{ ACCESS_TOKEN_MINUTES: '61' }, ['ACCESS_TOKEN_MINUTES is not a whole number from 1 to 60']],
  ])('refuses %o and says what to set', (env, sentences) => {
    for (const sentence of sentences) expect(() => readConfig(env)).toThrow(sentence);
    expect(() => readConfig(env)).toThrow('Example: ');
  });

  const random = (bytes: number, as: 'hex' | 'base64') => randomBytes(bytes).toString(as);
  it.each([
    ['32 random bytes in base64', random(32, 'base64')],
    ['32 random bytes in base64, without padding', random(32, 'base64').replace('=', '')],
    ['32 random bytes in hex', random(32, 'hex')],
    ['a new and an old one', `${random(48, 'base64')},${random(32, 'hex')}`],
  ])('takes %s for secrets', (_, AUTH_SECRETS) => {
    expect(readConfig({ ...services, AUTH_SECRETS }).authSecrets).toEqual(AUTH_SECRETS.split(','));
  });

  const short = 'AUTH_SECRETS is shorter than 32 random bytes';
  const repeated = 'AUTH_SECRETS repeats itself';
  it.each([
    ['a short text', 'short', short],
    ['31 random bytes in base64', random(31, 'base64').replace(/=+/, ''), short],
    ['31 random bytes in hex', random(31, 'hex'), short],
    ['32 bytes of a keyboard', 'a secret of the shop 32 bytes lo', short],
    ['one character', 'a'.repeat(64), repeated],
    ['one word', 'correct horse battery '.repeat(3), repeated],
    ['a half, twice', random(16, 'hex').repeat(2), repeated],
    ['few characters', 'xyyxzzyxxy'.repeat(5).slice(1), repeated],
    ['an old one that is short', `${testSecret},short`, short],
    ['a trailing comma', `${testSecret},`, short],
    [
      'what a former compose file printed',
      'only-for-trying-on-this-machine-0000',
      'AUTH_SECRETS is printed in',
    ],
  ])('refuses %s for a secret', (_, AUTH_SECRETS, sentence) => {
    expect(() => readConfig({ ...services, AUTH_SECRETS })).toThrow(sentence);
  });

  it('takes addresses, networks and their names for trusted proxies', () => {
    const list = '10.0.0.1,192.168.0.0/16,2001:db8::/32,loopback';
    expect(readConfig({ TRUSTED_PROXIES: list }).trustedProxies).toEqual(list.split(','));
    expect(readConfig({}).trustedProxies).toEqual([]);
  });

  it('tells people by the log, or by what is named and set up', () => {
    expect(readConfig({}).notices).toEqual({
      ways: ['log'],
      language: 'en',
      smtp: null,
      http: null,
      keepDays: 30,
    });
    const secret = `whsec_${'a'.repeat(32)}`;
    const notices = readConfig({
      NOTICES: 'smtp,http',
      NOTICES_SMTP_URL: 'smtp://mail.example',
      NOTICES_FROM: 'Harbour Grocers <orders@harbour.example>',
      NOTICES_HTTP_URL: 'https://push.example',
      NOTICES_HTTP_SECRETS: `${secret},${secret}`,
    }).notices;
    expect(notices).toMatchObject({
      smtp: { url: 'smtp://mail.example', from: 'Harbour Grocers <orders@harbour.example>' },
      http: { url: 'https://push.example', secrets: [secret, secret] },
    });
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' }).mode).toBe('embedded');
  });
});
