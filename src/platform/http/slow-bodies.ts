import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { hasBody } from './has-body.js';

/** The longest time for a body, or between two pieces of a streamed one, in milliseconds. */
const patienceMs = 10_000;
const sweepMs = 1000;

interface Awaited {
  readonly raw: IncomingMessage;
  readonly answer: ServerResponse;
  readonly isStreamed: boolean;
  bytes: number;
  /** Start of the body, or of the last piece of a streamed one (monotonic ms). */
  since: number;
}

/** For code that reads a body before Fastify does. */
export interface SlowBodies {
  expect(raw: IncomingMessage, answer: ServerResponse): void;
  hasCome(raw: IncomingMessage): void;
}

/**
 * Cuts off slow senders with 408. Node has one limit for all requests, which must leave a large
 * file its time; this one is for other bodies, and for files that have stalled.
 */
export function cutSlowBodies(fastify: FastifyInstance): SlowBodies {
  const awaited = new Map<IncomingMessage, Awaited>();
  const expect = (raw: IncomingMessage, answer: ServerResponse, isStreamed = false) => {
    // A body that a lane has begun to wait for gets no extra time.
    if (awaited.has(raw)) return;
    awaited.set(raw, { raw, answer, isStreamed, bytes: 0, since: performance.now() });
  };
  fastify.addHook('onRequest', ({ raw, headers, routeOptions }, reply, done) => {
    if (hasBody(headers)) expect(raw, reply.raw, routeOptions.config.streamedBody !== undefined);
    done();
  });
  // Most bodies are read by now, unless streamed; kept until the sweep they would seem old.
  fastify.addHook('preValidation', ({ raw }, _reply, done) => {
    if (raw.complete) awaited.delete(raw);
    done();
  });
  const sweep = setInterval(() => {
    for (const body of awaited.values()) {
      const { raw, answer } = body;
      if (raw.complete || raw.destroyed || answer.writableEnded) awaited.delete(raw);
      else if (isTooSlow(body)) cutOff(body);
    }
  }, sweepMs).unref();
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(sweep);
    done();
  });

  function cutOff(body: Awaited): void {
    awaited.delete(body.raw);
    const late = Object.assign(new Error('slow body'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    fastify.server.emit('clientError', late, body.raw.socket);
  }

  return { expect, hasCome: (raw) => void awaited.delete(raw) };
}

function isTooSlow(body: Awaited): boolean {
  const { raw, isStreamed, bytes } = body;
  // Unread bytes have arrived: then the server is slow, not the sender.
  const hasComeOn = raw.socket.bytesRead > bytes || raw.readableLength > 0;
  if (isStreamed && hasComeOn) {
    body.bytes = raw.socket.bytesRead;
    body.since = performance.now();
  }
  return performance.now() - body.since >= patienceMs;
}
