// Whoever is told to come later is told when, whatever the reason.
import fastify from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { definedFailures, type FailureDefinition } from '../src/kernel/failure.js';
import { statusOfError } from '../src/platform/http/status-of-error.js';
import { tooManyAtOnce, tooSoon } from '../src/platform/http/rate-limit.js';
import { filesBelow, pathOf } from './support/documents.js';
import { sendProblem } from '../src/platform/http/problem.filter.js';

const headersOf = async (failure: Error) => {
  const server = fastify();
  server.get('/', (request, reply) => sendProblem(request, reply, failure));
  const { statusCode, headers } = await server.inject('/');
  return { status: statusCode, headers };
};

describe('Retry-After', () => {
  let later: FailureDefinition[];
  beforeAll(async () => {
    // A failure is known once its file is loaded, by the application or by nobody yet.
    await import('../src/app.module.js');
    await Promise.all(filesBelow('src', '.errors.ts').map((file) => import(pathOf(file))));
    later = definedFailures().filter(({ kind }) => [429, 503].includes(statusOfError(kind)));
  });

  it('is sent with every 429 and 503 there is, even if nobody thought of it', async () => {
    expect(later.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['too-many-streams', 'rate-limited', 'overloaded', 'logins-busy']),
    );
    const silent: string[] = [];
    for (const definition of later) {
      const { status, headers } = await headersOf(definition.because('So it is.'));
      expect([429, 503]).toContain(status);
      if (!/^[1-9]\d*$/.test(String(headers['retry-after']))) silent.push(definition.code);
    }
    expect(silent).toEqual([]);
  });

  it('says the same as RateLimit, where something may be asked so often in a time', async () => {
    const quota = { name: 'things', requests: 5, windowSeconds: 900 };
    const { status, headers } = await headersOf(tooSoon(quota, 1500));
    expect([status, headers]).toMatchObject([
      429,
      {
        'retry-after': '2',
        'ratelimit-policy': '"things";q=5;w=900',
        ratelimit: '"things";r=0;t=2',
      },
    ]);
  });

  it('stands beside a RateLimit without a time, where it is about how many at once', async () => {
    const { status, headers } = await headersOf(tooManyAtOnce({ name: 'things', requests: 5 }));
    expect([status, headers]).toMatchObject([
      429,
      {
        'retry-after': '1',
        'ratelimit-policy': '"things";q=5;qu="concurrent-requests"',
        ratelimit: '"things";r=0',
      },
    ]);
  });
});
