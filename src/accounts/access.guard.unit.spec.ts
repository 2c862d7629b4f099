import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import type { FailureDefinition } from '../kernel/failure.js';
import { type AppConfig } from '../platform/index.js';
import { Caller, Public, Roles } from './access.decorators.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokensService } from './access-tokens.service.js';
import { Forbidden, InvalidToken, TokenExpired, Unauthenticated } from './accounts.errors.js';
import type { IdentifiedRequest, Identity, Role } from './identity.js';
import { MachineRoute } from '../platform/http/machine-route.decorator.js';

class Undeclared {
  silent() {}
  @Public() open() {}
  @Roles('driver', 'admin') forDrivers() {}
  @Roles() forNobody() {}
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
const clock = new ManualClock('2026-03-01T09:00:00Z');
const tokens = new AccessTokensService(
  { authSecret: 'a secret of the tests, 32 bytes long', accessTokenMinutes: 15 } as AppConfig,
  clock,
);
const guard = new AccessGuard(new Reflector(), tokens);

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
      bearer[role] = `Bearer ${(await tokens.issue({ accountId, role })).accessToken}`;
    }
  });

  const enter = (place: Function, handler: string, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const request: IdentifiedRequest = {
      headers,
      raw: { rawHeaders: Object.entries(headers).flat() },
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
    expect(request.identity).toEqual({ accountId, role: 'driver' });
    await expectEntered(Undeclared, 'forDrivers', bearer.admin);
    await expectEntered(ForPickers, 'silent', bearer.picker);
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

  it('reads the scheme in any case', () =>
    expectEntered(Undeclared, 'forDrivers', bearer.driver.replace('Bearer', 'bearer')));

  it('tells an invalid token from one that has expired', async () => {
    await expectRefused(InvalidToken, [Undeclared, 'forDrivers', 'Bearer a.b.c']);
    const { accessToken } = await tokens.issue({ accountId, role: 'driver' });
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
    const identity: Identity = { accountId, role: 'driver' };
    const known = contextOf(Undeclared, 'whoCalls', { ...empty, identity });
    expect(caller(undefined, known)).toEqual(identity);
    const unknown = contextOf(Undeclared, 'whoCalls', { ...empty });
    expect(() => caller(undefined, unknown)).toThrow('without @Roles');
  });
});
