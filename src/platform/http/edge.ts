// The setup that every HTTP server of Larder has, in production and in tests.
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from '../metrics/metrics.js';
import { ShuttingDown } from '../platform.errors.js';
import { answerOtherMethods } from './allowed-methods.js';
import { AnswerHeaders } from './answer-headers.js';
import { refuseAmbiguous } from './ambiguous-requests.js';
import { answerConditionally } from './conditional.js';
import { AnsweredRequests } from './answered-requests.js';
import { handedOn, Lanes } from './lanes.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { enterRequest, freshContext } from '../request-context.js';
import { refuseUnreadableUrls } from './readable-urls.js';
import { readBodies } from './request-bodies.js';
import { requestIdOf } from './request-id.js';
import { cutSlowBodies } from './slow-bodies.js';
import { refuseExpectations, refuseUnreadable } from './unreadable-requests.js';
import { validationPipe } from './validation.pipe.js';

const bodyLimitBytes = 64 * 1024;
/** For the largest file over a slow line; `cutSlowBodies` is stricter with other bodies. */
const requestTimeoutMilliseconds = 5 * 60_000;
const headersTimeoutMilliseconds = 10_000;
const drainMilliseconds = 10_000;

/** @param trustedProxies the proxies whose X-Forwarded-For is believed */
export function fastifyAdapter(
  logger: FastifyBaseLogger,
  trustedProxies: readonly string[] = [],
): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // The shared logger adds the request's id by itself; a child logger for each request would cost
    // more than the line that it writes.
    childLoggerFactory: (shared: FastifyBaseLogger) => shared,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMilliseconds,
    http: {
      headersTimeout: headersTimeoutMilliseconds,
      connectionsCheckingInterval: 1000,
      // `refuseAmbiguous` refuses instead, with our own problem.
      requireHostHeader: false,
    },
    clientErrorHandler: refuseUnreadable(logger),
    // `drainOnClose` refuses instead, with our own problem and Retry-After.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: (request: IncomingMessage) => handedOn(request)?.requestId ?? requestIdOf(request),
    // For paths that cannot be decoded. No hook sees them, so this does the work of the hooks.
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
  const headers = new AnswerHeaders(app.get(AppConfig));
  fastify.decorateRequest('spent');
  fastify.addHook('onRequest', (request, reply, done) => {
    // No cache may keep an answer unless its route says otherwise: most answers are personal.
    void reply.headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      ...headers.of(request.raw).fields,
    });
    request.spent = handedOn(request.raw) ?? freshContext(request.id);
    done();
  });
  refuseAmbiguous(fastify);
  const bodies = cutSlowBodies(fastify);
  answerOtherMethods(fastify, headers);
  refuseUnreadableUrls(fastify);
  readBodies(app, bodyLimitBytes);
  // After the hooks at `onRequest` and `preValidation` that answer by themselves: on Node 20
  // entering the async context costs more than the work of those hooks.
  fastify.addHook('preHandler', enterRequest);
  fastify.addHook('onSend', answerConditionally);
  const isClosing = drainOnClose(fastify);
  const answered = new AnsweredRequests(app.get(Metrics), fastify.log);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    answered.note(request.method, route, reply.statusCode, request.spent);
    done();
  });
  refuseExpectations(fastify.server, fastify.log);
  app.get(Lanes).standBefore(fastify.server, { isClosing, bodies, answered, headers });
}

/**
 * Requests under way finish when the server closes, and end their connections: kept alive these
 * would hold up the exit until they time out. Clients that do not read are cut off.
 */
function drainOnClose(fastify: FastifyInstance): () => boolean {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => fastify.server.closeAllConnections(), drainMilliseconds).unref();
    done();
  });
  // Load balancers send refused requests elsewhere; serving them here would hold up the exit.
  fastify.addHook('onRequest', (_request, _reply, done) => {
    done(isClosing ? ShuttingDown.because('No new requests are begun here.') : undefined);
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
  return () => isClosing;
}
