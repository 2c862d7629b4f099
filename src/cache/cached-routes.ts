import { Injectable, type OnModuleInit, RequestMethod, type Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { RoutePolicy } from './cache.policy.js';
import { CACHE_POLICY } from './cached.interceptor.js';

export interface CachedRoute {
  readonly policy: RoutePolicy;
  readonly controller: Type;
  readonly handler: Function;
  readonly name: string;
}

/**
 * Every route with `@Cached`. Larder refuses to start when an answer could depend on an input
 * outside its key, or reach a caller whom a guard would have stopped.
 */
@Injectable()
export class CachedRoutes implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const route of this.all()) refuseUnsafe(route);
  }

  all(): CachedRoute[] {
    const controllers = this.discovery.getControllers().map(({ metatype }) => metatype as Type);
    return controllers.flatMap((controller) =>
      this.scanner.getAllMethodNames(controller.prototype as object).flatMap((method) => {
        const handler = (controller.prototype as Record<string, Function>)[method]!;
        const policy = Reflect.getMetadata(CACHE_POLICY, handler) as RoutePolicy | undefined;
        const name = `${controller.name}.${method}`;
        return policy ? [{ policy, controller, handler, name }] : [];
      }),
    );
  }
}

function refuseUnsafe({ policy, controller, handler, name }: CachedRoute): void {
  if (Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.GET) {
    throw new Error(`${name} is cached, so it must be a GET.`);
  }
  for (const guarded of [controller, handler]) {
    if (Reflect.hasMetadata(GUARDS_METADATA, guarded)) {
      throw new Error(`${name} is cached: a hit would be served without asking its guard.`);
    }
  }
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype, handler.name) as
    unknown[] | undefined;
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) ?? {}) as Record<
    string,
    { index: number; data?: unknown }
  >;
  for (const [kind, { index, data }] of Object.entries(read)) {
    const isParam = kind.startsWith(`${RouteParamtypes.PARAM}:`) && data !== undefined;
    const isQuery = kind.startsWith(`${RouteParamtypes.QUERY}:`) && data === undefined;
    if (isParam || (isQuery && types?.[index] === policy.query)) continue;
    throw new Error(
      `${name} is cached: it may read named path parameters and the query class of its policy. ` +
        'Whatever else it reads would change the answer without changing the key.',
    );
  }
}
