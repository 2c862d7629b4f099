import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { MACHINE_ROUTE } from './machine-route.decorator.js';
import { routeArguments } from './route-arguments.js';
import { refusalOf, unknown } from './validation.pipe.js';

/** Refuses a query on routes that read none: no query validation runs there. */
@Injectable()
export class StrayQueryGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws unknown-field */
  canActivate(context: ExecutionContext): boolean {
    const [stray] = Object.keys(
      context.switchToHttp().getRequest<FastifyRequest>().query as object,
    );
    if (stray === undefined || readsQuery(context)) return true;
    // Probes and scrapers are configured once, with parameters that their makers chose.
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(MACHINE_ROUTE, places)) return true;
    throw refusalOf([unknown(stray)]);
  }
}

function readsQuery(context: ExecutionContext): boolean {
  const read = routeArguments(context.getClass(), context.getHandler().name);
  return read.some(({ from }) => from === RouteParamtypes.QUERY);
}
