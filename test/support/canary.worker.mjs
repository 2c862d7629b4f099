// A Larder with a deliberate mistake, which the canary run must notice. Its one argument names one
// of the mistakes below.
import 'reflect-metadata';
import { CACHE_MANAGER, CacheInterceptor } from '@nestjs/cache-manager';
import { HttpAdapterHost, NestFactory, Reflector } from '@nestjs/core';
import { AppModule } from '../../dist/app.module.js';
import { CachedReads } from '../../dist/cache/index.js';
import { configureEdge, fastifyAdapter } from '../../dist/platform/http/edge.js';
import { createLogger, NestLogger } from '../../dist/platform/logging/logging.js';
import { readConfig } from '../../dist/platform/config/env.js';

const mistakes = {
  'a key without the owner': (app) => {
    const reads = app.get(CachedReads);
    const readAt = reads.readAt.bind(reads);
    reads.readAt = (policy, address, load) =>
      readAt(policy, { ...address, key: `${policy.name} ${address.tags[0]}` }, load);
  },
  'answers kept by their address': (app) => {
    const interceptor = new CacheInterceptor(app.get(CACHE_MANAGER), app.get(Reflector));
    interceptor.httpAdapterHost = app.get(HttpAdapterHost);
    app.useGlobalInterceptors(interceptor);
  },
  'an ETag of the route': (app) => {
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (reply.getHeader('etag')) reply.header('etag', `W/"${request.routeOptions.url}"`);
      done(null, payload);
    });
  },
};

const config = readConfig(process.env);
const logger = createLogger(config.logLevel);
const app = await NestFactory.create(AppModule.with(config), fastifyAdapter(logger), {
  logger: new NestLogger(logger),
});
mistakes[process.argv[2]](app);
configureEdge(app);
await app.listen(config.port, config.host);
