function signposts(module: string): Record<string, string> {
  const names = ['index', 'module', 'errors'];
  return Object.fromEntries(
    names.map((name) => [
      `src/${module}/${name === 'index' ? name : `${module}.${name}`}.ts`,
      `export const ${name} = '${module}';`,
    ]),
  );
}

/** A small src with a case of every exception to a rule. */
export const sound: Record<string, string> = {
  ...signposts('catalog'),
  ...signposts('orders'),
  'src/kernel/ids.ts': "export { v7 } from 'uuid';",
  'src/platform/index.ts': "export { statusOf } from './http/status-of-error.js';",
  'src/platform/http/status-of-error.ts':
    "import { HttpStatus } from '@nestjs/common';\n" +
    'export const statusOf = { gone: 410, statusCode: 404, ok: HttpStatus.CONFLICT };',
  'src/platform/database/pool.ts': "import pg from 'pg';\nexport const pool = pg.Pool;",
  'src/platform/redis/client.ts': "export { createClient } from 'redis';",
  'src/cache/index.ts': "export { cached } from './store.js';",
  'src/cache/store.ts':
    "import { createCache } from 'cache-manager';\nexport const cached = createCache;",
  'src/catalog/product.entity.ts': "import { Entity } from 'typeorm';\nexport const e = Entity;",
  'src/catalog/redis.prices.ts':
    "import type { RedisClientType } from 'redis';\nexport type C = RedisClientType;",
  'src/catalog/products.controller.ts':
    "import type { FastifyReply } from 'fastify';\nimport { HttpStatus } from '@nestjs/common';\n" +
    "import { v7 } from '../kernel/ids.js';\nimport { cached } from '../cache/index.js';\n" +
    "import { statusOf } from '../platform/index.js';\n" +
    'export const answer = (reply: FastifyReply) => [reply.status(304), statusOf, v7, cached, HttpStatus.OK];',
  'src/catalog/catalog.unit.spec.ts':
    "import { it } from 'vitest';\nimport { DataSource } from 'typeorm';\n" +
    "import { tools } from '../../test/support/tools.js';\nit('answers 404', () => [tools, DataSource]);\n" +
    'export const expected = { statusCode: 404 };',
  'src/orders/domain/fees.ts':
    "import type { index } from '../../catalog/index.js';\nexport type Fees = typeof index;",
  'src/orders/migrations/0001-orders.ts':
    "import type { QueryRunner } from 'typeorm';\nexport type Q = QueryRunner;" +
    '\n//'.repeat(300),
  'test/support/tools.ts': 'export const tools = 1;',
  'src/platform/config/env.ts': "export const environment = { PORT: '3000' };",
  'src/main-arguments.ts': "export { environment } from './platform/config/env.js';",
  'src/app.module.ts': "import { index } from './orders/index.js';\nexport const app = index;",
};

/** Each file breaks the rule it names; files without one are imported by others. */
export const broken: readonly { rule?: string; file: string; text: string; at?: string }[] = [
  {
    rule: 'leftwards-only',
    file: 'src/catalog/rightwards.ts',
    text: "import type { index } from '../orders/index.js';\nexport type T = typeof index;",
  },
  {
    rule: 'leftwards-only',
    file: 'src/orders/upwards.ts',
    text: "export { other } from '../other.js';",
  },
  { file: 'src/other.ts', text: 'export const other = 1;' },
  {
    rule: 'through-the-face',
    file: 'src/orders/behind-the-face.ts',
    text: "export { module } from '../catalog/catalog.module.js';",
  },
  {
    rule: 'through-the-face',
    file: 'src/serve.ts',
    text: "export { cached } from './cache/store.js';",
  },
  {
    rule: 'arguments-before-larder',
    file: 'src/start.ts',
    text: "export { statusOf } from './platform/index.js';",
  },
  {
    rule: 'domain-is-pure',
    file: 'src/orders/domain/impure.ts',
    text: "export { module } from '../../catalog/index.js';",
  },
  {
    rule: 'http-without-queries',
    file: 'src/catalog/prices.controller.ts',
    text: "import type { P } from './prices.queries.js';\nexport type Price = P;",
  },
  { file: 'src/catalog/prices.queries.ts', text: 'export type P = number;' },
  {
    rule: 'kernel-is-pure',
    file: 'src/kernel/framework.ts',
    text: "export { Injectable } from '@nestjs/common';",
  },
  {
    rule: 'typeorm-in-its-files',
    file: 'src/orders/place-order.ts',
    text: "export { InjectRepository } from '@nestjs/typeorm';",
  },
  {
    rule: 'redis-in-its-files',
    file: 'src/orders/lock.ts',
    text: "export { createClient } from 'redis';",
  },
  {
    rule: 'postgres-in-platform',
    file: 'src/orders/embedded.ts',
    text: "export { PGlite } from '@electric-sql/pglite';",
  },
  {
    rule: 'cache-packages-in-cache',
    file: 'src/catalog/own-cache.ts',
    text: "export { Keyv } from 'keyv';",
  },
  {
    rule: 'fastify-at-the-edge',
    file: 'src/orders/use-case.ts',
    text: "import type { FastifyRequest } from 'fastify';\nexport type R = FastifyRequest;",
  },
  {
    rule: 'no-cycles',
    file: 'src/orders/a.ts',
    text: "import type { B } from './b.js';\nexport interface A {\n  b: B;\n}",
  },
  {
    file: 'src/orders/b.ts',
    text: "import type { A } from './a.js';\nexport interface B {\n  a: A;\n}",
  },
  {
    rule: 'product-without-tests',
    file: 'src/catalog/tested.ts',
    text: "export { tools } from '../../test/support/tools.js';",
  },
  {
    rule: 'product-without-development-packages',
    file: 'src/catalog/expecting.ts',
    text: "export { expect } from 'vitest';",
  },
  {
    rule: 'resolvable',
    file: 'src/catalog/lost.ts',
    text: "export { nothing } from './nothing.js';",
  },
  { rule: 'no-drawers', at: 'src/orders/utils', file: 'src/orders/utils/a.ts', text: 'export {};' },
  { rule: 'known-folders', at: 'src/billing', file: 'src/billing/a.ts', text: 'export {};' },
  {
    rule: 'signposts',
    at: 'src/drivers/drivers.errors.ts',
    file: 'src/drivers/index.ts',
    text: 'export {};',
  },
  { file: 'src/drivers/drivers.module.ts', text: 'export {};' },
  {
    rule: 'no-folder-circles',
    at: 'src/orders/domain → src/orders/use-cases',
    file: 'src/orders/domain/knowing.ts',
    text: "import type { Step } from '../use-cases/step.js';\nexport type Known = Step;",
  },
  {
    rule: 'no-folder-circles',
    at: 'src/orders/use-cases → src/orders/domain',
    file: 'src/orders/use-cases/step.ts',
    text: "import type { Fees } from '../domain/fees.js';\nexport type Step = Fees;",
  },
  { rule: 'used-names', file: 'src/demo/index.ts', text: "export { shop } from './shop.js';" },
  { file: 'src/demo/shop.ts', text: 'export const shop = 1;' },
  { rule: 'short-files', file: 'src/orders/long.ts', text: '//\n'.repeat(250) + 'export {};' },
  { rule: 'named-exports', file: 'src/orders/star.ts', text: "export * from './lock.js';" },
  { rule: 'named-exports', file: 'src/orders/default.ts', text: 'export default 1;' },
  {
    rule: 'status-in-one-file',
    file: 'src/orders/orders.controller.ts',
    text: "import { HttpStatus } from '@nestjs/common';\nexport const conflict = HttpStatus.CONFLICT;",
  },
  {
    rule: 'status-in-one-file',
    file: 'src/orders/fees.ts',
    text: 'export const ok = { statusCode: 200 };',
  },
  {
    rule: 'status-in-one-file',
    file: 'src/orders/carts.controller.ts',
    text: 'export const answer = (reply: any) => reply.status(404);',
  },
];
