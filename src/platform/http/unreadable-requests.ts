// Refusals of requests that never reach the router: no hook sees these.
import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import type { ExpectedFailure } from '../../kernel/failure.js';
import {
  BadRequest,
  HeadTooLarge,
  PayloadTooLarge,
  RequestTimeout,
  UnknownExpectation,
} from '../platform.errors.js';
import { problemOf } from './problem.filter.js';
import { requestIdOf } from './request-id.js';

/** Answers on the socket for Node's parser, which has found no request, or not all of one. */
export const refuseUnreadable =
  (log: FastifyBaseLogger) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable && !hasBegun(socket)) answer(log, failureOf(error), socket);
    socket.destroy();
  };

/** An answer that has begun cannot be replaced. */
function hasBegun(socket: Socket): boolean {
  const answering = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined;
  return answering?.headersSent ?? false;
}

function answer(log: FastifyBaseLogger, failure: ExpectedFailure, socket: Socket): void {
  const id = randomUUID();
  const { status, headers, body } = problemOf(failure, { id });
  const fields = {
    'x-request-id': id,
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  socket.write([line, ...head, '', body].join('\r\n'));
  note(log, id, status);
}

function failureOf({ code, message }: NodeJS.ErrnoException): ExpectedFailure {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return RequestTimeout.because('The request did not come to its end in time.');
    case 'HPE_HEADER_OVERFLOW':
      return HeadTooLarge.because('The request line and the headers are over 16 KiB.');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return PayloadTooLarge.because('The extensions of the chunks are over 16 KiB.');
    default:
      return BadRequest.because(`This is not HTTP/1.1: ${message}.`);
  }
}

/** Node asks about every `Expect` other than `100-continue`. */
export function refuseExpectations(server: Server, log: FastifyBaseLogger): void {
  server.on('checkExpectation', (raw, reply) => {
    const id = requestIdOf(raw);
    const failure = UnknownExpectation.because('Only 100-continue can be expected.');
    const { status, headers, body } = problemOf(failure, { id, url: raw.url! });
    reply.writeHead(status, {
      'x-request-id': id,
      ...headers,
      'content-length': Buffer.byteLength(body),
    });
    reply.end(body);
    note(log, id, status);
  });
}

function note(log: FastifyBaseLogger, requestId: string, status: number): void {
  log.info({ requestId, method: 'none', route: 'none', status: String(status) }, 'answered');
}
