import type { FastifyReply } from 'fastify';
import { sayLocation } from './answers-location.decorator.js';
import type { IdempotentResult } from './idempotent-requests.service.js';

/** Sends the stored bytes as they are. */
export function sendIdempotent(reply: FastifyReply, result: IdempotentResult): void {
  if (result.replayed) void reply.header('idempotency-replayed', 'true');
  sayLocation(reply, () => JSON.parse(result.body) as object);
  void reply
    .code(result.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(result.body);
}
