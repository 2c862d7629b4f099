import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { UnexpectedBody } from '../platform.errors.js';
import { hasBody } from './has-body.js';
import { routeArguments } from './route-arguments.js';

/** Refuses a body on routes that read none. */
@Injectable()
export class StrayBodyGuard implements CanActivate {
  /** @throws unexpected-body */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!hasBody(request.headers) || readsBody(context, request)) return true;
    throw UnexpectedBody.because('This route reads no body.');
  }
}

function readsBody(context: ExecutionContext, { routeOptions }: FastifyRequest): boolean {
  const { streamedBody, keepsRawBody = false } = routeOptions.config;
  if (streamedBody !== undefined || keepsRawBody) return true;
  const read = routeArguments(context.getClass(), context.getHandler().name);
  return read.some(({ from }) => from === RouteParamtypes.BODY);
}
