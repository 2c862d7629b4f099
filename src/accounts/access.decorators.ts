import 'reflect-metadata';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { Fails, rolesExtension } from '../platform/index.js';
import { Forbidden, InvalidToken, TokenExpired, Unauthenticated } from './accounts.errors.js';
import type { IdentifiedRequest, Identity, Role } from './identity.js';

export const ACCESS = 'larder:access';

/** Who may call a route: everybody, or accounts of these roles. */
export type Access = 'public' | readonly Role[];

/** Anyone may call the route, without a login. */
export const Public = () => access('public');

/** Accounts of these roles may call the route (or every route of the class that says no other). */
export const Roles = (...roles: Role[]) =>
  applyDecorators(
    access(roles),
    ApiBearerAuth(),
    ApiExtension(rolesExtension, roles),
    Fails(Unauthenticated, TokenExpired, InvalidToken, Forbidden),
  );

/** Who calls, as the access token says: on routes with `@Roles`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (!identity) throw new Error('@Caller() stands on a route without @Roles().');
  return identity;
});

function access(rule: Access): ClassDecorator & MethodDecorator {
  return (target: object, _key?: unknown, descriptor?: { value?: unknown }): void => {
    const holder = (descriptor?.value ?? target) as object;
    // Of two contradicting decorators one would win by its place in the source.
    if (Reflect.hasOwnMetadata(ACCESS, holder)) {
      throw new Error('Say either @Public() or @Roles(), and once.');
    }
    Reflect.defineMetadata(ACCESS, rule, holder);
  };
}
