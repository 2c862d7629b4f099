// Which bodies are read: JSON in UTF-8, and the files of routes that ask for one.
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
  RawServerDefault,
} from 'fastify';
import {
  BadRequest,
  MalformedJson,
  UnsupportedEncoding,
  UnsupportedMediaType,
} from '../platform.errors.js';
import { hasBody } from './has-body.js';
import { keepRawBody } from './raw-body.decorator.js';

/** @param most the largest body, in bytes, of routes that set no limit of their own */
export function readBodies(app: NestFastifyApplication, most: number): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', forgetEmptyBody);
  fastify.addHook('onRequest', acceptJsonOnly);
  fastify.addHook('preParsing', keepRawBody);
  const parse = fastify.getDefaultJsonParser('error', 'error');
  app.useBodyParser<RawServerDefault>(
    'application/json',
    { bodyLimit: most },
    (request, body, done) => {
      // Read as text, other bytes would become question marks.
      if (!isUtf8(body)) return done(MalformedJson.because('The body is not UTF-8.'));
      return parse(request, body as never, done);
    },
  );
  // Only routes that ask for CSV get this far: it hands the body over unread.
  fastify.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
}

/** No bytes are no body, whatever the head says of their type. */
function forgetEmptyBody(
  { raw, routeOptions }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  const { headers } = raw;
  // Of a streamed body no byte is looked at before the guard has admitted the caller.
  if (routeOptions.config.streamedBody !== undefined) return done();
  const forget = (isEmpty: boolean) => {
    if (isEmpty) for (const name of ['content-type', 'transfer-encoding']) delete headers[name];
    done();
  };
  if (headers['transfer-encoding'] === undefined) return forget(!hasBody(headers));
  // Hung up before a byte came: the request is not complete, and does nothing.
  whenBegun(raw, forget, () => done(BadRequest.because('The body did not come to its end.')));
}

/** Waits for the first bytes of a body in chunks, or for its end; takes none of them. */
function whenBegun(
  raw: IncomingMessage,
  then: (isEmpty: boolean) => void,
  whenGone: () => void,
): void {
  const look = () => {
    raw.off('readable', look).off('close', whenGone);
    then(raw.readableLength === 0);
  };
  raw.on('readable', look).once('close', whenGone);
}

const json = /^application\/json *(;|$)/i;
const otherCharset = /; *charset *= *(?!"?(?:utf-?8|us-ascii)"? *(?:;|$))/i;

/** Otherwise the framework would also read forms and plain text, and ignore a compression. */
function acceptJsonOnly(
  { headers, routeOptions }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  if (!hasBody(headers)) return done();
  const type = headers['content-type'] ?? '';
  const isStreamed = type.split(';')[0]!.trim().toLowerCase() === routeOptions.config.streamedBody;
  if (headers['content-encoding'] !== undefined) {
    return done(UnsupportedEncoding.because('Nothing is unpacked here.'));
  }
  if (!json.test(type) && !isStreamed) {
    return done(UnsupportedMediaType.because('Bodies are read as application/json.'));
  }
  // A streamed body is read by its route, in the charset that the route knows.
  if (otherCharset.test(type) && !isStreamed) {
    return done(UnsupportedMediaType.because('Bodies are read as UTF-8: send no other charset.'));
  }
  return done();
}
