import 'reflect-metadata';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { Fails, rolesExtension } from '../platform/index.js';
import {
  Forbidden,
  InvalidToken,
  SessionEnded,
  TokenExpired,
  Unauthenticated,
} from './accounts.errors.js';
import type { IdentifiedRequest, Identity, Role } from './identity.js';

export const ACCESS = 'larder:access';
export const OF_NO_STORE = 'larder:of-no-store';

export const CHECKS_ACCOUNT = 'larder:checks-account';

/**
 * The account itself is asked before the route is entered, for what must not happen even in the
 * minute in which a process may not have heard of a change. Writes of admins are checked without.
 */
export const ChecksAccount = () => SetMetadata(CHECKS_ACCOUNT, true);

/** The callers that a route admits: everybody, or accounts of these roles. */
export type Access = 'public' | readonly Role[];

/** Anyone may call the route, without a login. */
export const Public = () => access('public');

/** Accounts of these roles may call the route (or each route of the class that names no others). */
export const Roles = (...roles: Role[]) =>
  applyDecorators(
    access(roles),
    ApiBearerAuth(),
    ApiExtension(rolesExtension, roles),
    Fails(Unauthenticated, TokenExpired, InvalidToken, SessionEnded, Forbidden),
  );

/**
 * The route touches nothing of a store, or only what the caller owns: it is not asked where they
 * work. To everything of a store they are strangers on it, unless they own it.
 */
export const OfNoStore = () => SetMetadata(OF_NO_STORE, true);

/** The caller's identity from the access token: on routes with `@Roles`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (!identity) throw new Error('@Caller() stands on a route without @Roles().');
  return identity;
});

function access(rule: Access): ClassDecorator & MethodDecorator {
  return (target: object, _key?: unknown, descriptor?: { value?: unknown }): void => {
    const holder = (descriptor?.value ?? target) as object;
    // Otherwise the place in the source would decide between two contradicting decorators.
    if (Reflect.hasOwnMetadata(ACCESS, holder)) {
      throw new Error('Say either @Public() or @Roles(), and once.');
    }
    Reflect.defineMetadata(ACCESS, rule, holder);
  };
}
