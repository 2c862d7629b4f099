import type { Type } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FailureDefinition } from '../../kernel/failure.js';
import {
  BadRequest,
  bodyFailures,
  InvalidId,
  UnknownField,
  ValidationFailed,
} from '../platform.errors.js';
import { declaredFailures } from './fails.decorator.js';
import { isIdParam } from './id-param.pipe.js';
import { MACHINE_ROUTE } from './machine-route.decorator.js';
import { type RouteArgument, routeArguments } from './route-arguments.js';

/** Every refusal of a route: first those that follow from its inputs, then those it declares. */
export function routeFailures(controller: Type, method: string): readonly FailureDefinition[] {
  const handler = (controller.prototype as Record<string, object>)[method]!;
  const places = [handler, controller];
  const failures = [
    ...routeArguments(controller, method).flatMap(failuresOf),
    // Routes without a query refuse one; machine routes do not.
    ...(places.some((place) => Reflect.hasMetadata(MACHINE_ROUTE, place)) ? [] : [UnknownField]),
    ...places.flatMap(declaredFailures),
  ];
  return [...new Set(failures)];
}

function failuresOf({ from, pipes }: RouteArgument): readonly FailureDefinition[] {
  switch (from) {
    case RouteParamtypes.BODY:
      return bodyFailures;
    case RouteParamtypes.QUERY:
      return [ValidationFailed, UnknownField];
    case RouteParamtypes.PARAM:
      // `%FF` cannot be decoded, and `%00` is no text.
      return [BadRequest, ValidationFailed, ...(pipes.some(isIdParam) ? [InvalidId] : [])];
    default:
      return [];
  }
}
