import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Fails } from '../http/fails.decorator.js';
import { RateLimited } from '../platform.errors.js';
import type { TimedQuota } from './rate-counters.port.js';

export const ROUTE_LIMIT = 'larder:route-limit';

/** How often a route answers one caller. */
export interface RouteLimit extends TimedQuota {
  /** Whose requests are counted together. */
  readonly per: 'account' | 'address';
  /** Reads are counted by each process alone: asking Redis would cost more than many of them. */
  readonly isOfProcess?: boolean;
}

/** Counts the requests of each caller of the route; who asks too often is refused. */
export const Limited = (limit: RouteLimit) =>
  applyDecorators(SetMetadata(ROUTE_LIMIT, limit), Fails(RateLimited));
