import { isIPv4, isIPv6 } from 'node:net';
import { createParamDecorator, type ExecutionContext, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const log = new Logger('Edge');
let hasWarned = false;

/**
 * Where a request comes from, as limits count it: the nearest address that is no trusted proxy.
 * What an X-Forwarded-For says beyond that one is made up by whoever wants to be.
 */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  warnOfStrangeProxy(request);
  return countedAddress(request.ip);
});

/** IPv6 by its /64, since one line has all addresses of it. */
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

/** Behind a proxy that is not named all clients are one, and share what each should have. */
function warnOfStrangeProxy({ headers, ip, socket }: FastifyRequest): void {
  if (hasWarned || headers['x-forwarded-for'] === undefined || ip !== socket.remoteAddress) return;
  hasWarned = true;
  log.warn(
    'Requests come with X-Forwarded-For from an address that TRUSTED_PROXIES does not name: if ' +
      'that is your proxy, all its clients share one limit of logins until it is named.',
  );
}
