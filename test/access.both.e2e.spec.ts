// The rules of access: the real router, against one table.
import { randomUUID } from 'node:crypto';
import { Controller, Get, type INestApplicationContext, Post, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS, type Access } from '../src/accounts/access.decorators.js';
import { Public, type Role, Roles } from '../src/accounts/index.js';
import { MACHINE_ROUTE } from '../src/platform/index.js';
import { Larder, type Person } from './support/larder.js';
import { roles } from '../src/accounts/identity.js';
import { MachineRoute } from '../src/platform/http/machine-route.decorator.js';

type Rule = Access | 'machine';

/** Every route. A new one fails these tests until it stands here. */
const expected: Readonly<Record<string, Rule>> = {
  'GET /livez': 'machine',
  'GET /readyz': 'machine',
  'GET /metrics': 'machine',
  'POST /v1/auth/register': 'public',
  'POST /v1/auth/login': 'public',
  'POST /v1/auth/refresh': 'public',
  'POST /v1/auth/logout': 'public',
  'GET /v1/me': roles,
  'PUT /v1/me/password': roles,
  'GET /v1/me/export': roles,
  'DELETE /v1/me': roles,
  'GET /v1/me/erasure': roles,
  'DELETE /v1/me/erasure': roles,
  'GET /v1/me/sessions': roles,
  'DELETE /v1/me/sessions': roles,
  'DELETE /v1/me/sessions/:id': roles,
  'GET /v1/me/notices': ['customer'],
  'PUT /v1/me/notices': ['customer'],
  'GET /v1/me/devices': ['customer'],
  'PUT /v1/me/devices/:id': ['customer'],
  'DELETE /v1/me/devices/:id': ['customer'],
  'GET /v1/admin/notices': ['admin'],
  'GET /v1/me/addresses': ['customer'],
  'POST /v1/me/addresses': ['customer'],
  'PUT /v1/me/addresses/:id': ['customer'],
  'DELETE /v1/me/addresses/:id': ['customer'],
  'PATCH /v1/admin/accounts/:id': ['admin'],
  'POST /v1/admin/drivers': ['admin'],
  'GET /v1/admin/staff': ['admin'],
  'PATCH /v1/admin/staff/:id': ['admin'],
  'GET /v1/admin/audit': ['admin'],
  'GET /v1/admin/failed-work': ['admin'],
  'POST /v1/admin/failed-work/:id/retry': ['admin'],
  'GET /v1/stores': 'public',
  'GET /v1/stores/:id': 'public',
  'GET /v1/categories': 'public',
  'GET /v1/products': 'public',
  'GET /v1/products/:id': 'public',
  'GET /v1/products/:id/substitutes': 'public',
  'POST /v1/admin/imports': ['admin'],
  'GET /v1/admin/imports/:id': ['admin'],
  'GET /v1/admin/imports/:id/report': ['admin'],
  'POST /v1/admin/imports/:id/cancel': ['admin'],
  'POST /v1/admin/imports/:id/resume': ['admin'],
  'GET /v1/admin/categories': ['admin'],
  'POST /v1/admin/categories': ['admin'],
  'GET /v1/admin/categories/:id': ['admin'],
  'PATCH /v1/admin/categories/:id': ['admin'],
  'DELETE /v1/admin/categories/:id': ['admin'],
  'POST /v1/admin/products': ['admin'],
  'GET /v1/admin/products/export': ['admin'],
  'GET /v1/admin/products/:id': ['admin'],
  'PATCH /v1/admin/products/:id': ['admin'],
  'POST /v1/admin/products/:id/retire': ['admin'],
  'POST /v1/admin/products/:id/restore': ['admin'],
  'GET /v1/admin/stores/:id/products/:productId/price': ['admin'],
  'PUT /v1/admin/stores/:id/products/:productId/price': ['admin'],
  'GET /v1/slots': 'public',
  'GET /v1/serviceability': 'public',
  'GET /v1/cart': ['customer'],
  'PUT /v1/cart': ['customer'],
  'GET /v1/admin/zones': ['admin'],
  'POST /v1/admin/zones': ['admin'],
  'GET /v1/admin/zones/:id': ['admin'],
  'PATCH /v1/admin/zones/:id': ['admin'],
  'DELETE /v1/admin/zones/:id': ['admin'],
  'GET /v1/admin/slots': ['admin'],
  'POST /v1/admin/slots': ['admin'],
  'POST /v1/admin/slots/follow-plan': ['admin'],
  'PATCH /v1/admin/slots/:id': ['admin'],
  'GET /v1/admin/stores/:id/search-equals': ['admin'],
  'PUT /v1/admin/stores/:id/search-equals': ['admin'],
  'GET /v1/admin/stores/:id/delivery-terms': ['admin'],
  'PUT /v1/admin/stores/:id/delivery-terms': ['admin'],
  'POST /v1/quotes': ['customer'],
  'POST /v1/orders': ['customer'],
  'GET /v1/orders': ['customer'],
  'GET /v1/orders/:id': ['customer', 'picker', 'dispatcher', 'admin'],
  'POST /v1/orders/:id/cancel': ['customer', 'admin'],
  'POST /v1/orders/:id/request-cancel': ['customer'],
  'POST /v1/orders/:id/payment/confirm': ['customer'],
  'POST /v1/orders/:id/claims': ['customer'],
  'GET /v1/orders/:id/claims': ['customer', 'admin'],
  'GET /v1/orders/:id/refunds': ['customer', 'admin'],
  'POST /v1/admin/orders/:id/refunds': ['admin'],
  'POST /v1/webhooks/payments': 'public',
  'POST /v1/picking/orders/:id/reject': ['picker', 'admin'],
  'GET /v1/admin/orders': ['picker', 'dispatcher', 'admin'],
  'GET /v1/orders/:id/tracking': ['customer', 'dispatcher', 'admin'],
  'GET /v1/orders/:id/tracking/stream': ['customer', 'dispatcher', 'admin'],
  'POST /v1/orders/:id/share': ['customer'],
  'DELETE /v1/orders/:id/share': ['customer'],
  'GET /v1/track/:token': 'public',
  'GET /v1/track/:token/stream': 'public',
  'GET /v1/picking/orders': ['picker', 'admin'],
  'POST /v1/picking/orders/:id/accept': ['picker', 'admin'],
  'POST /v1/picking/orders/:id/start': ['picker'],
  'POST /v1/picking/orders/:id/ready': ['picker', 'admin'],
  'POST /v1/picking/orders/:id/release': ['picker', 'admin'],
  'PATCH /v1/picking/orders/:id/lines/:lineId': ['picker'],
  'POST /v1/picking/orders/:id/return': ['picker', 'dispatcher', 'admin'],
  'GET /v1/picking/orders/:id/lines/:lineId/substitutes': ['picker', 'admin'],
  'POST /v1/orders/:id/lines/:lineId/substitution': ['customer'],
  'POST /v1/ops/orders/:id/assign': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/unassign': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/redeliver': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/unlock-pin': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/deliver': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/fail': ['dispatcher', 'admin'],
  'POST /v1/ops/orders/:id/hand-over': ['dispatcher', 'admin'],
  'GET /v1/ops/drivers/nearby': ['dispatcher', 'admin'],
  'GET /v1/ops/board': ['dispatcher', 'admin'],
  'POST /v1/admin/stores': ['admin'],
  'GET /v1/admin/stores/:id': ['admin'],
  'PATCH /v1/admin/stores/:id': ['admin'],
  'POST /v1/admin/stores/:id/pause': ['admin'],
  'POST /v1/admin/stores/:id/resume': ['admin'],
  'POST /v1/admin/stock/movements': ['admin'],
  'GET /v1/admin/products/:id/stock': ['admin'],
  'GET /v1/driver/shift': ['driver'],
  'POST /v1/driver/shift': ['driver'],
  'POST /v1/driver/location': ['driver'],
  'GET /v1/driver/offers': ['driver'],
  'POST /v1/driver/offers/:id/accept': ['driver'],
  'POST /v1/driver/offers/:id/decline': ['driver'],
  'GET /v1/driver/deliveries': ['driver'],
  'POST /v1/driver/deliveries/:id/arrive': ['driver'],
  'POST /v1/driver/deliveries/:id/collect': ['driver'],
  'POST /v1/driver/deliveries/:id/release': ['driver'],
  'POST /v1/driver/deliveries/:id/return': ['driver'],
  'POST /v1/driver/deliveries/:id/resume': ['driver'],
  'POST /v1/driver/deliveries/:id/deliver': ['driver'],
  'POST /v1/driver/deliveries/:id/contact-attempts': ['driver'],
  'POST /v1/driver/deliveries/:id/fail': ['driver'],
};

type Caller = 'anonymous' | Role;
const callers: readonly Caller[] = ['anonymous', ...roles];

let larder: Larder;
const people = new Map<Caller, Person>();

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  people.set('anonymous', larder.anyone);
  for (const role of roles) people.set(role, await larder.demo(role));
});
afterAll(() => larder?.close());

describe('the router', () => {
  it('has the routes of the table, each with the rule that stands there', () => {
    expect(Object.fromEntries(handlersOf(larder.app))).toEqual(expected);
  });

  it('has no other routes, except the documentation', () => {
    const served = servedRoutes().filter((route) => !route.startsWith('HEAD '));
    expect(served.toSorted()).toEqual(Object.keys(expected).toSorted());
    const heads = servedRoutes().filter((route) => route.startsWith('HEAD '));
    const gets = Object.keys(expected).filter((route) => route.startsWith('GET '));
    expect(heads.toSorted()).toEqual(gets.map((route) => route.replace('GET', 'HEAD')).toSorted());
  });

  it('has a rule on every handler', () => {
    expect(undeclared(larder.app)).toEqual([]);
  });
});

describe('the check of the router', () => {
  it('reports handlers without a rule, and no others', async () => {
    const controllers = [PlantedController, PlantedMachineController];
    const module = await Test.createTestingModule({ controllers }).compile();
    expect(undeclared(module)).toEqual(['GET /planted/bare', 'POST /planted']);
    expect(Object.fromEntries(handlersOf(module))).toEqual({
      'GET /planted/bare': undefined,
      'POST /planted': undefined,
      'GET /planted/open/:id': 'public',
      'GET /planted/closed': ['admin'],
      'GET /planted-machine': 'machine',
    });
    await module.close();
  });

  it('reads the methods and paths of a nested listing', () => {
    const listing = [
      '├── / (GET, HEAD)',
      '├── /a (POST)',
      '│   └── /:id (GET)',
      '│       └── /b (PUT, DELETE)',
      '└── /docs (GET)',
      '    └── /c (GET)',
    ];
    expect(routesOfListing(listing.join('\n'))).toEqual([
      'GET /',
      'HEAD /',
      'POST /a',
      'GET /a/:id',
      'PUT /a/:id/b',
      'DELETE /a/:id/b',
      'GET /docs',
      'GET /docs/c',
    ]);
  });
});

describe('a route', () => {
  const all = Object.keys(expected).flatMap((route) =>
    route.startsWith('GET ') ? [route, route.replace('GET', 'HEAD')] : [route],
  );

  it.each(all)('%s admits the callers in the table, and no others', async (route) => {
    const rule = expected[route.replace('HEAD', 'GET')]!;
    const verdicts: Partial<Record<Caller, string>> = {};
    for (const caller of callers) verdicts[caller] = await verdictOf(route, caller);
    expect(verdicts).toEqual(
      Object.fromEntries(callers.map((caller) => [caller, verdictBy(rule, caller)])),
    );
  });
});

function verdictBy(rule: Rule, caller: Caller): string {
  if (rule === 'public' || rule === 'machine') return 'let in';
  if (caller === 'anonymous') return '401 unauthenticated';
  return rule.includes(caller) ? 'let in' : '403 forbidden';
}

/** The ids do not exist and there is no body: an admitted caller gets no further. */
async function verdictOf(route: string, caller: Caller): Promise<string> {
  const [method, path = ''] = route.split(' ');
  const { token } = people.get(caller)!;
  const answer = await larder.send({
    method: method as 'GET',
    url: path.replaceAll(/:\w+/g, () => randomUUID()),
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  });
  const { status } = answer;
  if (status < 400 || [400, 404, 409, 422, 428].includes(status)) return 'let in';
  // Of a public route: it asks for a token of its own.
  if (answer.body?.code === 'invalid-refresh-token') return 'let in';
  if (method !== 'HEAD') return `${status} ${answer.body?.code}`;
  return { 401: '401 unauthenticated', 403: '403 forbidden' }[status] ?? String(status);
}

/** Every handler of every controller, with the rule it declares. */
function handlersOf(app: INestApplicationContext): Map<string, Rule | undefined> {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const found = new Map<string, Rule | undefined>();
  for (const { metatype } of controllers) {
    const prototype = (metatype as new () => object).prototype as Record<string, object>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      const handler = prototype[name]!;
      const path: unknown = Reflect.getMetadata(PATH_METADATA, handler);
      if (typeof path !== 'string') continue;
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const prefix = String(Reflect.getMetadata(PATH_METADATA, metatype as object));
      const whole = `/${prefix}/${path}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
      found.set(`${method} ${whole}`, ruleOf(handler, metatype as object));
    }
  }
  return found;
}

/** As the guard sees it: the rule of the handler goes before that of its class. */
function ruleOf(handler: object, controller: object): Rule | undefined {
  const places = [handler, controller];
  if (places.some((place) => Reflect.getMetadata(MACHINE_ROUTE, place) === true)) return 'machine';
  const rules = places.map((place) => Reflect.getMetadata(ACCESS, place) as Access | undefined);
  return rules.find((rule) => rule !== undefined);
}

function undeclared(app: INestApplicationContext): string[] {
  return [...handlersOf(app)].filter(([, rule]) => rule === undefined).map(([route]) => route);
}

/** The routes of Fastify itself, from any source. */
function servedRoutes(): string[] {
  const fastify = larder.app.getHttpAdapter().getInstance();
  const listing = fastify.printRoutes({ commonPrefix: false });
  return routesOfListing(listing).filter((route) => !/ \/docs(\/|$)/.test(route));
}

function routesOfListing(listing: string): string[] {
  const parents: string[] = [];
  return listing.split('\n').flatMap((line) => {
    const parts = /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line);
    if (!parts) return [];
    const [, indent = '', own = '', methods] = parts;
    const depth = indent.length / 4;
    parents.length = depth;
    const path = parents.join('') + own;
    parents[depth] = own;
    return (methods?.split(', ') ?? []).map((method) => `${method} ${path}`);
  });
}

@Controller('planted')
class PlantedController {
  @Get('bare')
  bare(): void {}

  @Post()
  bareToo(): void {}

  @Get('open/:id')
  @Public()
  open(): void {}

  @Get('closed')
  @Roles('admin')
  closed(): void {}

  noRoute(): void {}
}

@MachineRoute()
@Controller('planted-machine')
class PlantedMachineController {
  @Get()
  state(): void {}
}
