// What every HTTP server of Larder has, in production as in tests.
import { randomUUID } from 'node:crypto';
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
import { hasBody } from './has-body.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { enterRequest, freshContext } from './request-context.js';
import { cutSlowBodies } from './slow-bodies.js';
import { keepRawBody } from './raw-body.decorator.js';
import { validationPipe } from './validation.pipe.js';

const bodyLimitBytes = 64 * 1024;
/** For the largest file over a slow line; `cutSlowBodies` is stricter with everything else. */
const requestTimeoutMilliseconds = 5 * 60_000;
const headersTimeoutMilliseconds = 10_000;
const drainMilliseconds = 10_000;

/** A request id that a proxy in front may have given; anything else gets a fresh one. */
const acceptableId = /^[\w-]{8,64}$/;

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
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && acceptableId.test(given) ? given : randomUUID();
    },
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
  const seconds = app.get(Metrics).histogram({
    name: 'larder_http_request_seconds',
    help: 'Time from a request’s head to its answer, in seconds.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });

  const few = [0, 1, 2, 3, 5, 10, 20, 50];
  const statements = app.get(Metrics).histogram({
    name: 'larder_http_sql_statements',
    help: 'SQL statements run for a request before its answer was sent.',
    labelNames: ['route'],
    buckets: few,
  });
  const redisCalls = app.get(Metrics).histogram({
    name: 'larder_http_redis_calls',
    help: 'Calls to Redis made for a request before its answer was sent.',
    labelNames: ['route'],
    buckets: few,
  });

  fastify.decorateRequest('spent');
  fastify.addHook('onRequest', (request, reply, done) => {
    // Unless its route says otherwise, nobody keeps an answer: most are somebody's.
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    request.spent = freshContext(request.id);
    done();
  });
  refuseAmbiguous(fastify);
  cutSlowBodies(fastify);
  refuseOtherMethods(fastify);
  fastify.addHook('onRequest', acceptJsonOnly);
  // Only routes that say so get as far as this: it hands the body over unread.
  fastify.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', keepRawBody);
  // After the hooks that answer by themselves, at `onRequest` and `preValidation`: on Node 20 to be
  // found by all code costs them more than what they do.
  fastify.addHook('preHandler', enterRequest);
  fastify.addHook('onSend', answerConditionally);
  drainOnClose(fastify);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    seconds.observe(labels, reply.elapsedTime / 1000);
    statements.observe({ route }, request.spent.sqlStatements);
    redisCalls.observe({ route }, request.spent.redisCalls);
    const milliseconds = Math.round(reply.elapsedTime);
    // The route, not the URL: a search or a token in an address is nobody's business. The id, as
    // the socket that has sent the answer may be in the context of another request by now.
    request.log.info({ requestId: request.id, ...labels, milliseconds }, 'answered');
    done();
  });
}

/**
 * What is under way when the server closes is finished, and its connection ended with it: kept
 * alive it would hold up the exit until it times out. Whoever does not read the answer is cut off.
 */
function drainOnClose(fastify: FastifyInstance): void {
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
