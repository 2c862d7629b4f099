// How often routes that cost much answer one caller.
import { readFileSync } from 'node:fs';
import { ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTE_LIMIT, type RouteLimit } from '../src/platform/index.js';
import { ManualClock } from '../src/kernel/clock.js';
import { freshConfig } from './support/ground.js';
import { type Answer, Larder, Person } from './support/larder.js';
import { productLimits } from './support/limits.js';
import { tally } from './support/people.js';
import { expectProblem } from './support/problems.js';

const clock = new ManualClock(new Date());
const { RATE_LIMITS } = productLimits;
const most = 30;
let larder: Larder;
beforeAll(async () => {
  larder = await Larder.open({ clock, env: { RATE_LIMITS } });
});
afterAll(() => larder?.close());

/** Not a good one: those count too. */
const quote = (person: Person) => person.post('/v1/quotes', {});
const room = ({ headers }: Answer) => [headers['ratelimit'], headers['ratelimit-policy']];
const times = (count: number, ask: () => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, ask));

describe('a route that costs much', () => {
  it('says what is left, refuses one more with when to come again, and then answers', async () => {
    const person = await larder.person('customer');
    const policy = `"quotes";q=${most};w=60`;
    expect(room(await quote(person))).toEqual([`"quotes";r=${most - 1}`, policy]);
    clock.advance(20_000);
    for (const answer of await times(most - 1, () => quote(person))) {
      expectProblem(answer, 400, 'validation-failed');
    }
    const refused = await quote(person);
    expectProblem(refused, 429, 'rate-limited');
    expect(refused.headers['retry-after']).toBe('40');
    expect(room(refused)).toEqual(['"quotes";r=0;t=40', policy]);
    clock.advance(40_000);
    expect((await quote(person)).status).toBe(400);
    expect((await quote(person)).status).toBe(429);
  });

  it('counts each account and each route by itself', async () => {
    const [one, other] = [await larder.person('customer'), await larder.person('customer')];
    await times(most, () => quote(one));
    expect((await quote(one)).status).toBe(429);
    expect((await quote(other)).status).toBe(400);
    expect((await one.put('/v1/cart', {})).status).not.toBe(429);
  });

  it('lets no more through of a crowd, asked of two processes', async () => {
    const config = await freshConfig({ RATE_LIMITS });
    const isShared = config.mode === 'services';
    const first = await Larder.openWith(config);
    const second = isShared ? await Larder.openWith(config) : first;
    const { token } = await first.person('customer');
    let asked = 0;
    const answers = await times(most + 10, () =>
      quote(new Person((asked += 1) % 2 ? first : second, token)),
    );
    expect(tally(answers)).toEqual({ '400 validation-failed': most, '429 rate-limited': 10 });
    if (isShared) await second.close();
    await first.close();
  });

  it('refuses strangers before it counts them', async () => {
    const answers = await times(most + 1, () => larder.anyone.post('/v1/quotes', {}));
    expect(tally(answers)).toEqual({ '401 unauthenticated': most + 1 });
  });
});

it('docs/limits.md has each limit', () => {
  const page = readFileSync('docs/limits.md', 'utf8');
  const told = [...page.matchAll(/^\| `(\w+)` +\| `[A-Z]+ \S+` +\| ([\d,]+) of an (\w+)/gm)].map(
    ([, name, requests, per]) => `${name} ${requests!.replace(',', '')} ${per}`,
  );
  const controllers = [...larder.app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .map(({ metatype }) => (metatype as { prototype: Record<string, object> }).prototype);
  const kept = controllers.flatMap((prototype) =>
    Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const limit = Reflect.getMetadata(ROUTE_LIMIT, prototype[name]!) as RouteLimit | undefined;
      return limit?.windowSeconds === 60 ? [`${limit.name} ${limit.requests} ${limit.per}`] : [];
    }),
  );
  expect(kept.length).toBeGreaterThan(5);
  expect(told.toSorted()).toEqual(kept.toSorted());
});
