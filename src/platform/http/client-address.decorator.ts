import { isIPv4, isIPv6 } from 'node:net';
import { createParamDecorator, type ExecutionContext, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const log = new Logger('Edge');
let hasWarned = false;

/**
 * The address that limits count a request by: the nearest one that is no trusted proxy. Anyone can
 * make up the part of X-Forwarded-For beyond that one.
 */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  warnOfStrangeProxy(request);
  return countedAddress(request.ip);
});

/** IPv6 counts by its /64, because one line owns all addresses of it. */
export function countedAddress(ip: string): string {
  const [address] = ip.toLowerCase().split('%') as [string];
  const mapped = /^::ffff:([\d.]+)$/.exec(address)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  if (isIPv4(address)) return address;
  return isIPv6(address) ? networkOf(address) : 'unknown';
}

function networkOf(address: string): string {
  const [head, tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = tail ? Array<string>(8 - head!.length - tail.length).fill('0') : [];
  const groups = [...head!, ...gap, ...(tail ?? [])].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Behind an unlisted proxy all clients have one address, and share one client's limits. */
function warnOfStrangeProxy({ headers, ip, socket }: FastifyRequest): void {
  if (hasWarned || headers['x-forwarded-for'] === undefined || ip !== socket.remoteAddress) return;
  hasWarned = true;
  log.warn(
    'Requests come with X-Forwarded-For from an address that TRUSTED_PROXIES does not name: if ' +
      'that is your proxy, all its clients share one limit of logins until it is named.',
  );
}
