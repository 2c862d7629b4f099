import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** One argument of a route's method: a part of the request. */
export interface RouteArgument {
  readonly from: RouteParamtypes;
  /** Of the field that it reads; undefined where it reads all of them. */
  readonly name?: string;
  /** Its place among the method's arguments, from 0. */
  readonly index: number;
  readonly pipes: readonly unknown[];
}

/** The arguments that Nest itself fills, without those of our own decorators. */
export function routeArguments(controller: Type, method: string): RouteArgument[] {
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { data?: string; pipes?: readonly unknown[] }
  >;
  // Keys join the kind of input and the argument's index, such as `3:0`.
  return Object.entries(read)
    .filter(([key]) => /^\d+:\d+$/.test(key))
    .map(([key, { data, pipes = [] }]) => {
      const [from, index] = key.split(':').map(Number) as [RouteParamtypes, number];
      return { from, index, ...(data !== undefined && { name: data }), pipes };
    });
}
