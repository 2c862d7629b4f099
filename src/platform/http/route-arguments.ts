import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** What a route reads of a request: an argument of its method. */
export interface RouteArgument {
  readonly from: RouteParamtypes;
  readonly pipes: readonly unknown[];
}

/** The arguments that Nest itself fills; those of decorators of our own are not among them. */
export function routeArguments(controller: Type, method: string): RouteArgument[] {
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { pipes?: readonly unknown[] }
  >;
  // Keyed by what is read and which argument it is, such as `3:0`.
  return Object.entries(read)
    .filter(([key]) => /^\d+:\d+$/.test(key))
    .map(([key, { pipes = [] }]) => ({ from: Number.parseInt(key, 10), pipes }));
}
