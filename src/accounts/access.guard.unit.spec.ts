import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import type { FailureDefinition } from '../kernel/failure.js';
import { type AppConfig, type Audit } from '../platform/index.js';
import { testSecret } from '../../test/support/secrets.js';
import { Caller, ChecksAccount, OfNoStore, Public, Roles } from './access.decorators.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokensService } from './access-tokens.service.js';
import type { AccountStates } from './account-states.service.js';
import {
  Forbidden,
  InvalidToken,
  SessionEnded,
  TokenExpired,
  Unauthenticated,
} from './accounts.errors.js';
import type { IdentifiedRequest, Identity, Role } from './identity.js';
import type { StaffStores } from './staff-stores.service.js';
import { MachineRoute } from '../platform/http/machine-route.decorator.js';

class Undeclared {
  silent() {}
  @Public() open() {}
  @Roles('driver', 'admin') forDrivers() {}
  @Roles('customer', 'picker') forBoth() {}
  @Roles('driver') @OfNoStore() ping() {}
  @Roles() forNobody() {}
  @Roles('customer', 'admin') @ChecksAccount() grave() {}
  whoCalls(@Caller() _caller: Identity) {}
}

@Public()
class Open {
  silent() {}
  @Roles('admin') forAdmins() {}
}

@Roles('picker')
class ForPickers {
  silent() {}
  @Public() open() {}
}

@MachineRoute()
class ForMachines {
  silent() {}
}

class Inherits extends Open {
  override silent() {}
}

const accountId = '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10';
const sessionId = '0190b6e2-7c1a-7000-8000-00000000005e';
const clock = new ManualClock('2026-03-01T09:00:00Z');
const tokens = new AccessTokensService(
  { authSecrets: [testSecret], accessTokenMinutes: 15 } as unknown as AppConfig,
  clock,
);
const changed = new Set<string>();
const checked: Identity[] = [];
const states = {
  refuses: ({ accountId: id }: Identity) => changed.has(id),
  require({ accountId: id }: Identity) {
    if (changed.has(id)) throw SessionEnded.because('changed');
  },
  check: async (identity: Identity) => void checked.push(identity),
} as AccountStates;
const asked: string[] = [];
const remembered = new Set<string>();
const staff = {
  of: async (id: string) => {
    asked.push(id);
    return ['a'];
  },
  known: (id: string) => (remembered.has(id) ? ['a'] : undefined),
} as unknown as StaffStores;
const counted: string[] = [];
const audit = { count: (...one: string[]) => counted.push(one.join(' ')) } as unknown as Audit;
const guard = new AccessGuard(new Reflector(), tokens, states, staff, audit);

const empty = { headers: {}, raw: { rawHeaders: [] } };

function contextOf(place: Function, handler: string, request: IdentifiedRequest) {
  return {
    getHandler: () => place.prototype[handler],
    getClass: () => place,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
}

describe('the guard', () => {
  const bearer = {} as Record<Role, string>;
  beforeAll(async () => {
    for (const role of ['customer', 'picker', 'driver', 'admin'] as const) {
      bearer[role] = `Bearer ${(await tokens.issue({ accountId, role, sessionId })).accessToken}`;
    }
  });

  const enter = (
    place: Function,
    handler: string,
    authorization?: string,
    method: string = 'GET',
  ) => {
    const headers = authorization === undefined ? {} : { authorization };
    const request: IdentifiedRequest = {
      headers,
      raw: { method, rawHeaders: Object.entries(headers).flat() },
    };
    return { request, entered: guard.canActivate(contextOf(place, handler, request)) };
  };
  const expectEntered = (place: Function, handler: string, authorization?: string) =>
    expect(enter(place, handler, authorization).entered).resolves.toBe(true);
  const expectRefused = async (
    failure: FailureDefinition,
    [place, handler, authorization]: [Function, string, string?],
  ) => {
    const { request, entered } = enter(place, handler, authorization);
    await expect(entered).rejects.toSatisfy(failure.matches);
    expect(request.identity).toBeUndefined();
  };

  it('refuses a route that does not say who may call it, to everybody', async () => {
    await expectRefused(Forbidden, [Undeclared, 'silent']);
    await expectRefused(Forbidden, [Undeclared, 'silent', bearer.admin]);
  });

  it('opens public routes, whatever the header holds', async () => {
    await expectEntered(Undeclared, 'open');
    await expectEntered(Open, 'silent', 'Bearer nonsense');
    await expectEntered(Inherits, 'silent');
  });

  it('opens machine routes', () => expectEntered(ForMachines, 'silent'));

  it('lets the handler override its class', async () => {
    await expectRefused(Unauthenticated, [Open, 'forAdmins']);
    await expectEntered(Open, 'forAdmins', bearer.admin);
    await expectEntered(ForPickers, 'open');
  });

  it('opens a route to the roles it names, and sets the identity on the request', async () => {
    const { request, entered } = enter(Undeclared, 'forDrivers', bearer.driver);
    expect(await entered).toBe(true);
    expect(request.identity).toEqual({ accountId, role: 'driver', sessionId, stores: ['a'] });
    await expectEntered(Undeclared, 'forDrivers', bearer.admin);
    await expectEntered(ForPickers, 'silent', bearer.picker);
  });

  it('asks for the stores of staff, not of customers, nor on routes of no store', async () => {
    const identityOf = async (handler: string, authorization: string) => {
      asked.length = 0;
      const { request, entered } = enter(Undeclared, handler, authorization);
      await entered;
      return [request.identity?.stores, asked];
    };
    expect(await identityOf('forBoth', bearer.picker)).toEqual([['a'], [accountId]]);
    expect(await identityOf('forBoth', bearer.customer)).toEqual([undefined, []]);
    expect(await identityOf('ping', bearer.driver)).toEqual([undefined, []]);
  });

  it('knows staff for lanes once their stores are remembered, and others at once', async () => {
    const known = (handler: 'forBoth' | 'ping', authorization: string) =>
      guard.known(Undeclared.prototype[handler], Undeclared)({ headers: { authorization } });
    expect(known('forBoth', bearer.customer)).toEqual({
      accountId,
      role: 'customer',
      sessionId,
    });
    expect(known('ping', bearer.driver)).toEqual({ accountId, role: 'driver', sessionId });
    expect(known('forBoth', bearer.picker)).toBeUndefined();
    remembered.add(accountId);
    expect(known('forBoth', bearer.picker)).toEqual({
      accountId,
      role: 'picker',
      sessionId,
      stores: ['a'],
    });
    remembered.clear();
  });

  it('refuses other roles, the highest included', async () => {
    await expectRefused(Forbidden, [Undeclared, 'forDrivers', bearer.customer]);
    await expectRefused(Forbidden, [ForPickers, 'silent', bearer.admin]);
    await expectRefused(Forbidden, [Undeclared, 'forNobody', bearer.admin]);
  });

  it.each([
    [undefined],
    [''],
    ['Bearer'],
    ['Bearer '],
    ['Basic YWRtaW46YWRtaW4='],
    ['Token abc'],
    ['Bearer abc def'],
    ['Bearer abc, Bearer def'],
    ['xBearer abc'],
  ])('asks for a login when the header is %j', async (header) => {
    await expectRefused(Unauthenticated, [Undeclared, 'forDrivers', header]);
  });

  it('refuses an account that is not as its token says', async () => {
    changed.add(accountId);
    await expectRefused(SessionEnded, [Undeclared, 'forDrivers', bearer.driver]);
    await expectEntered(Undeclared, 'open', bearer.driver);
    const known = guard.known(Undeclared.prototype.forDrivers, Undeclared);
    const headers = { authorization: bearer.driver };
    expect(known({ headers })).toBeUndefined();
    changed.clear();
    remembered.add(accountId);
    expect(known({ headers })).toEqual({ accountId, role: 'driver', sessionId, stores: ['a'] });
    remembered.clear();
  });

  it('asks the account itself where the route says so, and before every write of an admin', async () => {
    const asks = async (handler: string, authorization: string, method?: string) => {
      checked.length = 0;
      await enter(Undeclared, handler, authorization, method).entered.catch(() => {});
      return checked.length;
    };
    expect(await asks('grave', bearer.customer)).toBe(1);
    expect(await asks('grave', bearer.driver)).toBe(0);
    expect(await asks('forDrivers', bearer.driver, 'POST')).toBe(0);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(await asks('forDrivers', bearer.admin, method)).toBe(1);
    }
    expect(await asks('forDrivers', bearer.admin, 'GET')).toBe(0);
    expect(await asks('forDrivers', bearer.admin, 'HEAD')).toBe(0);
  });

  it('reads the scheme in any case', () =>
    expectEntered(Undeclared, 'forDrivers', bearer.driver.replace('Bearer', 'bearer')));

  it('tells an invalid token from one that has expired', async () => {
    await expectRefused(InvalidToken, [Undeclared, 'forDrivers', 'Bearer a.b.c']);
    const { accessToken } = await tokens.issue({ accountId, role: 'driver', sessionId });
    clock.advance(16 * 60_000);
    await expectRefused(TokenExpired, [Undeclared, 'forDrivers', `Bearer ${accessToken}`]);
  });
});

describe('the decorators of access', () => {
  it('cannot contradict each other on one route', () => {
    expect(() => {
      class Contradicting {
        @Public() @Roles('admin') both() {}
      }
      return Contradicting;
    }).toThrow('either');
  });

  it('give the caller to routes that have one, and fail on others', () => {
    const metadata = Reflect.getMetadata(ROUTE_ARGS_METADATA, Undeclared, 'whoCalls') as Record<
      string,
      { factory: (data: unknown, context: ExecutionContext) => Identity }
    >;
    const caller = Object.values(metadata)[0]!.factory;
    const identity: Identity = { accountId, role: 'driver', sessionId };
    const known = contextOf(Undeclared, 'whoCalls', { ...empty, identity });
    expect(caller(undefined, known)).toEqual(identity);
    const unknown = contextOf(Undeclared, 'whoCalls', { ...empty });
    expect(() => caller(undefined, unknown)).toThrow('without @Roles');
  });
});
