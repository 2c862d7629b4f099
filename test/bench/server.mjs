// One contestant of the cache's bench, in a process of its own: `server.mjs KIND BYTES_FILE`.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { CacheInterceptor, CacheModule as StockCacheModule } from '@nestjs/cache-manager';
import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { redisStore } from 'cache-manager-redis-yet';
import { KeyvAdapter } from 'cache-manager';
import fastify from 'fastify';
import { AppModule } from '../../dist/app.module.js';
import {
  configureEdge,
  createLogger,
  fastifyAdapter,
  NestLogger,
  readConfig,
} from '../../dist/platform/index.js';

const [kind, bytesFile] = process.argv.slice(2);
const body = readFileSync(bytesFile);

const contestants = {
  async larder() {
    const logger = createLogger('warn');
    const app = await NestFactory.create(
      AppModule.with(readConfig(process.env)),
      fastifyAdapter(logger),
      { logger: new NestLogger(logger) },
    );
    configureEdge(app);
    return app;
  },
  async stock() {
    return stockNest(StockCacheModule.register({ ttl: 60_000 }));
  },
  async 'stock-redis'() {
    const store = new KeyvAdapter(await redisStore({ url: process.env.REDIS_URL }));
    return stockNest(StockCacheModule.register({ stores: [store], ttl: 60_000 }));
  },
};

/** Nest's own interceptor on the same data, as its documentation shows it. */
function stockNest(cacheModule) {
  const answer = JSON.parse(body);
  class ListController {
    list() {
      return answer;
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(ListController.prototype, 'list');
  UseInterceptors(CacheInterceptor)(ListController.prototype, 'list', descriptor);
  Get('v1/products')(ListController.prototype, 'list', descriptor);
  Controller()(ListController);
  const module = {
    module: function Stock() {},
    imports: [cacheModule],
    controllers: [ListController],
  };
  return NestFactory.create(module, new FastifyAdapter(), { logger: false });
}

const port = await listen();
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
process.send({ port });

async function listen() {
  if (kind === 'fastify') {
    const server = fastify();
    server.get('/v1/products', (_, reply) =>
      reply.header('content-type', 'application/json; charset=utf-8').send(body),
    );
    await server.listen({ port: 0, host: '127.0.0.1' });
    return server.server.address().port;
  }
  const app = await contestants[kind]();
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer().address().port;
}
