// What every HTTP server of Larder has, in production as in tests.
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type HookHandlerDoneFunction,
  LogController,
} from 'fastify';
import { Metrics } from '../metrics/metrics.js';
import { ShuttingDown, UnsupportedEncoding, UnsupportedMediaType } from '../platform.errors.js';
import { refuseOtherMethods } from './allowed-methods.js';
import { refuseAmbiguous } from './ambiguous-requests.js';
import { answerConditionally } from './conditional.js';
import { AnsweredRequests } from './answered-requests.js';
import { hasBody } from './has-body.js';
import { handedOn, Lanes } from './lanes.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { enterRequest, freshContext } from '../request-context.js';
import { requestIdOf } from './request-id.js';
import { cutSlowBodies } from './slow-bodies.js';
import { keepRawBody } from './raw-body.decorator.js';
import { validationPipe } from './validation.pipe.js';

const bodyLimitBytes = 64 * 1024;
/** For the largest file over a slow line; `cutSlowBodies` is stricter with everything else. */
const requestTimeoutMilliseconds = 5 * 60_000;
const headersTimeoutMilliseconds = 10_000;
const drainMilliseconds = 10_000;

/** @param trustedProxies whose word is taken for where a request comes from */
export function fastifyAdapter(
  logger: FastifyBaseLogger,
  trustedProxies: readonly string[] = [],
): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // The logger knows the request by itself; a logger of its own for each would cost more than
    // the line that it writes.
    childLoggerFactory: (shared: FastifyBaseLogger) => shared,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMilliseconds,
    http: { headersTimeout: headersTimeoutMilliseconds, connectionsCheckingInterval: 1000 },
    // `drainOnClose` refuses instead, in our words and with Retry-After.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: (request: IncomingMessage) => handedOn(request)?.requestId ?? requestIdOf(request),
    // A path that cannot be decoded: no hook sees it, so what the hooks do is done here.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header('x-request-id', request.id);
      sendProblem(request, reply, error);
      const status = String(reply.statusCode);
      const { id: requestId, method } = request;
      request.log.info({ requestId, method, route: 'none', status }, 'answered');
    },
  });
}

export function configureEdge(app: NestFastifyApplication): void {
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());

  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.decorateRequest('spent');
  fastify.addHook('onRequest', (request, reply, done) => {
    // Unless its route says otherwise, nobody keeps an answer: most are somebody's.
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    request.spent = handedOn(request.raw) ?? freshContext(request.id);
    done();
  });
  refuseAmbiguous(fastify);
  const bodies = cutSlowBodies(fastify);
  refuseOtherMethods(fastify);
  fastify.addHook('onRequest', acceptJsonOnly);
  // Only routes that say so get as far as this: it hands the body over unread.
  fastify.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', keepRawBody);
  // After the hooks that answer by themselves, at `onRequest` and `preValidation`: on Node 20 to be
  // found by all code costs them more than what they do.
  fastify.addHook('preHandler', enterRequest);
  fastify.addHook('onSend', answerConditionally);
  const isClosing = drainOnClose(fastify);
  const answered = new AnsweredRequests(app.get(Metrics), fastify.log);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    answered.note(request.method, route, reply.statusCode, request.spent);
    done();
  });
  app.get(Lanes).standBefore(fastify.server, { isClosing, bodies, answered });
}

/**
 * What is under way when the server closes is finished, and its connection ended with it: kept
 * alive it would hold up the exit until it times out. Whoever does not read the answer is cut off.
 */
function drainOnClose(fastify: FastifyInstance): () => boolean {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => fastify.server.closeAllConnections(), drainMilliseconds).unref();
    done();
  });
  // Load balancers send it elsewhere; what it would cost here would hold up the exit.
  fastify.addHook('onRequest', (_request, _reply, done) => {
    done(isClosing ? ShuttingDown.because('No new requests are begun here.') : undefined);
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
  return () => isClosing;
}

const json = /^application\/json *(;|$)/i;

/** Without it the framework would read forms and plain text as well, and ignore a compression. */
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
  if (json.test(type) || isStreamed) return done();
  return done(UnsupportedMediaType.because('Bodies are read as application/json.'));
}
