// One contestant of the cache's bench, in a process of its own: `server.mjs KIND BYTES_FILE`.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { CacheInterceptor, CacheModule as StockCacheModule } from '@nestjs/cache-manager';
import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ModuleRef, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { redisStore } from 'cache-manager-redis-yet';
import { KeyvAdapter } from 'cache-manager';
import fastify from 'fastify';
import { createClient, RESP_TYPES } from 'redis';
import { Public } from '../../dist/accounts/index.js';
import { AppModule } from '../../dist/app.module.js';
import { Cached, defineRoutePolicy } from '../../dist/cache/index.js';
import { productsPolicy } from '../../dist/catalog/listing/listing.cache.js';
import { ListProductsQuery } from '../../dist/catalog/listing/products.requests.js';
import { ProductsService } from '../../dist/catalog/listing/products.service.js';
import { configureEdge, fastifyAdapter } from '../../dist/platform/http/edge.js';
import { createLogger, NestLogger } from '../../dist/platform/logging/logging.js';
import { readConfig } from '../../dist/platform/config/env.js';

const [kind, bytesFile] = process.argv.slice(2);
const body = readFileSync(bytesFile);

const contestants = {
  async larder() {
    const logger = createLogger('warn');
    const app = await NestFactory.create(
      {
        module: function Bench() {},
        imports: [AppModule.with(readConfig(process.env))],
        controllers: [relaxedListing()],
      },
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

/** The product listing under a relaxed policy. */
function relaxedListing() {
  class RelaxedController {
    constructor(modules) {
      this.products = modules.get(ProductsService, { strict: false });
    }
    list(query) {
      return this.products.list(query);
    }
  }
  const policy = defineRoutePolicy({
    ...productsPolicy,
    name: 'bench.relaxed',
    freshness: 'relaxed',
  });
  const descriptor = Object.getOwnPropertyDescriptor(RelaxedController.prototype, 'list');
  Query()(RelaxedController.prototype, 'list', 0);
  Reflect.defineMetadata(
    'design:paramtypes',
    [ListProductsQuery],
    RelaxedController.prototype,
    'list',
  );
  Reflect.defineMetadata('design:paramtypes', [ModuleRef], RelaxedController);
  Cached(policy)(RelaxedController.prototype, 'list', descriptor);
  Get('v1/bench/products')(RelaxedController.prototype, 'list', descriptor);
  Public()(RelaxedController);
  Controller()(RelaxedController);
  return RelaxedController;
}

/** Nest's own interceptor on the same data, set up as its documentation shows. */
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
  if (kind.startsWith('fastify')) return listenBare();
  const app = await contestants[kind]();
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer().address().port;
}

/** The least code that could send these bytes, from memory or from Redis. */
async function listenBare() {
  const server = fastify();
  const type = 'application/json; charset=utf-8';
  if (kind === 'fastify-redis') {
    const client = createClient({
      url: process.env.REDIS_URL,
      commandOptions: { timeout: undefined },
    }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    await client.connect();
    await client.set('bench:bytes', body, { EX: 3600 });
    server.get('*', async (_, reply) => {
      const bytes = await client.get('bench:bytes');
      return reply.header('content-type', type).send(bytes);
    });
  } else if (kind === 'fastify-set') {
    const client = createClient({
      url: process.env.REDIS_URL,
      commandOptions: { timeout: undefined },
    });
    await client.connect();
    server.post('*', async ({ body: { fixes } }, reply) => {
      const [fix] = fixes;
      await client.set(`bench:${fix.seq % 8000}`, JSON.stringify(fix), { PX: 90_000 });
      return reply.header('content-type', type).send(body);
    });
  } else {
    server.get('*', (_, reply) => reply.header('content-type', type).send(body));
  }
  await server.listen({ port: 0, host: '127.0.0.1' });
  return server.server.address().port;
}
