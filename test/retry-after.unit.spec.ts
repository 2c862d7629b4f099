// Every refusal that asks to come later says when.
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
    // A failure is known once its file is loaded: this import loads them all.
    await import('../src/app.module.js');
    await Promise.all(filesBelow('src', '.errors.ts').map((file) => import(pathOf(file))));
    later = definedFailures().filter(({ kind }) => [429, 503].includes(statusOfError(kind)));
  });

  it('is sent with every 429 and 503, by default too', async () => {
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

  it('agrees with RateLimit for limits on a number in a time', async () => {
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

  it('comes with a RateLimit without a time for limits on how many at once', async () => {
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
