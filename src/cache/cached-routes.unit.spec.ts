import { Controller, Get, Headers, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { IsOptional, IsString } from 'class-validator';
import { expect, it } from 'vitest';
import { defineRoutePolicy, type RoutePolicy } from './cache.policy.js';
import { Cached } from './cached.interceptor.js';
import { CachedReads } from './cached-reads.js';
import { CachedRoutes } from './cached-routes.js';
import { KnownAddresses } from './known-addresses.js';

class Search {
  @IsOptional()
  @IsString()
  q?: string;
}
class OtherSearch extends Search {}

const policy = defineRoutePolicy<Search>({
  name: 'test.search',
  scope: 'public',
  ttlMs: 1000,
  query: Search,
  key: ({ query, params }) => ({ q: query.q, id: params['id'] }),
  tags: () => [],
});

class Guard {
  canActivate = () => true;
}

@Controller()
class Safe {
  @Get(':id')
  @Cached(policy)
  find(@Param('id') _id: string, @Query() _query: Search) {}

  @Get()
  uncached(@Req() _request: unknown) {}
}

@Controller()
class ReadsRequest {
  @Get()
  @Cached(policy)
  find(@Req() _request: unknown) {}
}
@Controller()
class ReadsHeader {
  @Get()
  @Cached(policy)
  find(@Headers('accept-language') _language: string) {}
}
@Controller()
class ReadsOneField {
  @Get()
  @Cached(policy)
  find(@Query('q') _q: string) {}
}
@Controller()
class ReadsAnotherQuery {
  @Get()
  @Cached(policy)
  find(@Query() _query: OtherSearch) {}
}
@Controller()
class ReadsAllParams {
  @Get(':id')
  @Cached(policy)
  find(@Param() _params: object) {}
}
@Controller()
class Writes {
  @Post()
  @Cached(policy)
  find() {}
}
@Controller()
@UseGuards(Guard)
class Guarded {
  @Get()
  @Cached(policy)
  find() {}
}
@Controller()
class GuardedHandler {
  @Get()
  @UseGuards(Guard)
  @Cached(policy)
  find() {}
}

async function start(controller: new () => object) {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [
      CachedRoutes,
      { provide: CachedReads, useValue: {} },
      { provide: KnownAddresses, useValue: {} },
    ],
  }).compile();
  await module.init();
  return module.get(CachedRoutes);
}

it('finds the cached routes, and those only', async () => {
  const routes = (await start(Safe)).all();
  expect(routes.map(({ name, policy: { name: policyName } }) => [name, policyName])).toEqual([
    ['Safe.find', 'test.search'],
  ]);
});

it.each([
  [ReadsRequest, 'would change the answer without changing the key'],
  [ReadsHeader, 'would change the answer without changing the key'],
  [ReadsOneField, 'would change the answer without changing the key'],
  [ReadsAnotherQuery, 'would change the answer without changing the key'],
  [ReadsAllParams, 'would change the answer without changing the key'],
  [Writes, 'must be a GET'],
  [Guarded, 'without asking its guard'],
  [GuardedHandler, 'without asking its guard'],
])('does not start with %o', async (controller, reason) => {
  await expect(start(controller)).rejects.toThrow(reason);
});

it('has a type that knows of a forgotten key input', () => {
  const forgetful: RoutePolicy<Search> = {
    ...policy,
    // @ts-expect-error `q` is missing from the key
    key: ({ params }) => ({ id: params['id'] }),
  };
  const owned: RoutePolicy<Search> = {
    ...policy,
    // @ts-expect-error a route does not cache personal answers
    scope: 'owner',
  };
  expect([forgetful.name, owned.name]).toEqual(['test.search', 'test.search']);
});
