import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AppConfig,
  countedAddress,
  RateLimiter,
  ROUTE_LIMIT,
  type RouteLimit,
  roomHeaders,
} from '../../platform/index.js';
import type { IdentifiedRequest } from '../identity.js';

/** Keeps routes with `@Limited`, after it is known who asks, and before anything is asked of SQL. */
@Injectable()
export class RateGuard implements CanActivate {
  readonly #isOn: boolean;

  constructor(
    { rateLimits }: AppConfig,
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
  ) {
    this.#isOn = rateLimits;
  }

  /** @throws rate-limited */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    const limit = this.reflector.get<RouteLimit | undefined>(ROUTE_LIMIT, handler);
    if (!limit || !this.#isOn) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & IdentifiedRequest>();
    const { per, isOfProcess = false, ...quota } = limit;
    const whose = per === 'account' ? request.identity!.accountId : countedAddress(request.ip);
    const bucket = { key: `${quota.name} ${whose}`, quota };
    const { left } = await this.limiter.admit([bucket], { isOfProcess });
    void http.getResponse<FastifyReply>().headers(roomHeaders(quota, left));
    return true;
  }
}
