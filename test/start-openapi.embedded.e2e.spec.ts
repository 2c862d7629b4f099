// The document that the built program serves: the plugin that fills it runs only in the build.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../src/app.module.js';
import { declaredIn } from './support/declared-fields.js';
import { filesBelow, read } from './support/documents.js';
import { freshConfig } from './support/ground.js';
import {
  contradictions,
  fractions,
  type OpenApi,
  openApiOf,
  type Operation,
  type Schema,
} from './support/openapi.js';
import { build, migratedWorld, Program } from './support/process.js';
import { configureEdge, fastifyAdapter } from '../src/platform/http/edge.js';
import { createLogger } from '../src/platform/logging/logging.js';

let address: string;
let document: OpenAPIObject;
let operations: OpenApi['operations'];
let schemas: OpenApi['schemas'];

beforeAll(async () => {
  await build();
  ({ address } = await Program.serve(await migratedWorld()));
  document = (await (await fetch(`${address}/docs/openapi.json`)).json()) as OpenAPIObject;
  ({ operations, schemas } = openApiOf(document));
}, 180_000);

const names = (some: readonly Operation[]) => some.map(({ name }) => name);
const says = ({ description = '' }: Operation, role: string) => description.includes(`\`${role}\``);
const isPublic = ({ security }: Operation) => security?.length === 0;

describe('the OpenAPI document', () => {
  it('is shown by Swagger UI', async () => {
    const page = await fetch(`${address}/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Larder API');
  });

  it('holds every route of the router, and no other', { timeout: 60_000 }, async () => {
    expect(names(operations).toSorted()).toEqual((await routes()).toSorted());
    expect(operations.length).toBeGreaterThan(20);
  });

  it('says in a line what each operation does', () => {
    expect(names(operations.filter(({ summary }) => !summary))).toEqual([]);
  });

  it('says what each operation answers', () => {
    const speechless = operations.filter(
      ({ responses }) =>
        !Object.entries(responses).some(
          ([status, { content }]) =>
            // 204 answers nothing.
            status === '204' ||
            (status.startsWith('2') && Object.values(content ?? {}).some(({ schema }) => schema)),
        ),
    );
    expect(names(speechless)).toEqual([]);
  });

  it('has no dangling references', () => {
    const text = JSON.stringify(document);
    const targets = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name!,
    );
    expect(targets.length).toBeGreaterThan(50);
    expect(targets.filter((name) => !schemas[name])).toEqual([]);
  });

  it('has 401 and 403 for exactly the operations that need a login', async () => {
    const silent = operations.filter(
      (one) => !isPublic(one) && !(one.responses[401] && one.responses[403]),
    );
    expect(names(silent)).toEqual([]);

    const id = '0190b6e2-0000-7000-8000-000000000001';
    const refused = await Promise.all(
      operations.map(async (one) => {
        const { status } = await fetch(address + one.path.replaceAll(/\{\w+\}/g, id), {
          method: one.method,
          ...(one.requestBody && {
            headers: { 'content-type': Object.keys(one.requestBody.content)[0]! },
            body: '{}',
          }),
        });
        return status === 401 ? [one] : [];
      }),
    );
    // Public routes that ask for a token of their own, in the body or a cookie.
    const own = ['POST /v1/auth/refresh', 'POST /v1/auth/logout'];
    const login = names(operations.filter((one) => !isPublic(one)));
    expect(names(refused.flat())).toEqual([...own, ...login]);
  });

  it('says which roles may call', () => {
    const silent = operations.filter(
      (one) => !isPublic(one) && !one['x-roles']?.every((role) => says(one, role)),
    );
    expect(names(silent)).toEqual([]);
    const start = operations.find(({ name }) => name === 'POST /v1/picking/orders/{id}/start');
    expect(start!['x-roles']).toEqual(['picker']);
  });

  it('shows logins that work in the demo shop', async () => {
    const { requestBody } = operations.find(({ name }) => name === 'POST /v1/auth/login')!;
    const { examples } = requestBody!.content['application/json']!;
    const answers = Object.entries(examples as Record<string, { value: object }>).map(
      async ([role, { value }]) => {
        const body = JSON.stringify(value);
        const sent = { method: 'POST', headers: json, body };
        return [role, (await fetch(`${address}/v1/auth/login`, sent)).status];
      },
    );
    expect(Object.fromEntries(await Promise.all(answers))).toEqual({
      customer: 200,
      picker: 200,
      driver: 200,
      dispatcher: 200,
      admin: 200,
      registered: 401,
    });
  });

  it('describes the bodies that are sent', () => {
    const sent = operations.filter(({ method }) => method !== 'GET');
    // These operations need no more than an id, a login and perhaps the version in If-Match.
    expect(names(sent.filter(({ requestBody }) => !requestBody)).toSorted()).toEqual([
      'DELETE /v1/admin/categories/{id}',
      'DELETE /v1/admin/zones/{id}',
      'DELETE /v1/me/addresses/{id}',
      'DELETE /v1/me/devices/{id}',
      'DELETE /v1/me/erasure',
      'DELETE /v1/me/sessions',
      'DELETE /v1/me/sessions/{id}',
      'DELETE /v1/orders/{id}/share',
      'POST /v1/admin/failed-work/{id}/retry',
      'POST /v1/admin/imports/{id}/cancel',
      'POST /v1/admin/imports/{id}/resume',
      'POST /v1/admin/products/{id}/restore',
      'POST /v1/admin/products/{id}/retire',
      'POST /v1/admin/slots/follow-plan',
      'POST /v1/admin/stores/{id}/resume',
      'POST /v1/driver/deliveries/{id}/arrive',
      'POST /v1/driver/deliveries/{id}/collect',
      'POST /v1/driver/deliveries/{id}/release',
      'POST /v1/driver/deliveries/{id}/resume',
      'POST /v1/driver/deliveries/{id}/return',
      'POST /v1/driver/offers/{id}/accept',
      'POST /v1/driver/offers/{id}/decline',
      'POST /v1/ops/orders/{id}/unassign',
      'POST /v1/ops/orders/{id}/unlock-pin',
      'POST /v1/orders/{id}/payment/confirm',
      'POST /v1/orders/{id}/share',
      'POST /v1/picking/orders/{id}/accept',
      'POST /v1/picking/orders/{id}/release',
      'POST /v1/picking/orders/{id}/start',
    ]);
    const faults = sent.flatMap(({ name, method, requestBody }) => {
      // A file's columns are described in words.
      if (!requestBody || requestBody.content['text/csv']) return [];
      const { schema, examples } = requestBody.content['application/json']!;
      const { required } = target(schema!);
      // In a PATCH every field may be left out, and in these requests.
      if (!required?.length && method !== 'PATCH' && !mayBeEmpty.has(name)) {
        return [`${name}: nothing is required`];
      }
      return faultsOf(schema!, examples !== undefined).map((fault) => `${name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('says that optional fields of bodies may be null', () => {
    const bodies = operations.flatMap(({ requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema;
      return schema ? fieldsBelow(schema) : [];
    });
    expect(bodies.length).toBeGreaterThan(100);
    const silent = bodies.filter(({ required, nullable, values }) => {
      return !required && !(nullable && (values?.includes(null) ?? true));
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
    const { parentId } = schemas.EditCategoryRequest!.properties!;
    expect(parentId!.description).toContain('Null clears it.');
  });

  it('describes every field as its class does', () => {
    const files = ['.requests.ts', '.responses.ts', '.controller.ts'].flatMap((ending) =>
      filesBelow('src', ending),
    );
    const declared = declaredIn(files.map(read));
    expect(declared.classes.size).toBeGreaterThan(100);
    expect(contradictions({ operations, schemas }, declared)).toEqual([]);
  });

  it('declares all numbers as integers except those that may have a fraction', () => {
    const found = fractions({ operations, schemas });
    expect(found).toEqual(['accuracyM', 'amount', 'headingDeg', 'lat', 'lng', 'speedMps']);
  });

  it('shows integers in the examples of integers', () => {
    const broken = Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { type }]) => type === 'integer')
        .filter(([, { examples = [] }]) => !examples.every(Number.isInteger))
        .map(([field]) => `${name}.${field}`),
    );
    expect(broken).toEqual([]);
  });

  it('has the comments of the source', () => {
    expect(schemas.RegisterRequest!.properties!.password!.description).toBe(
      'Any characters; a few words are better than few symbols. Common ones are refused.',
    );
    expect(schemas.RegisterRequest!.required).toHaveLength(3);
    const { size } = schemas.LineResponse!.properties!;
    expect(size).toEqual({ type: ['string', 'null'], examples: ['1 l'] });
  });
});

/** Their fields have usual values when left out, or one of two must be sent. */
const mayBeEmpty = new Set([
  'POST /v1/auth/refresh',
  'POST /v1/auth/logout',
  'POST /v1/quotes',
  'POST /v1/orders/{id}/cancel',
  'POST /v1/orders/{id}/request-cancel',
  'POST /v1/ops/orders/{id}/redeliver',
  'POST /v1/picking/orders/{id}/ready',
  'POST /v1/picking/orders/{id}/return',
]);
const json = { 'content-type': 'application/json' };

/** The routes that Fastify has, spelled as in the document. */
async function routes(): Promise<string[]> {
  const config = await freshConfig();
  const module = await Test.createTestingModule({ imports: [AppModule.with(config)] }).compile();
  const adapter = fastifyAdapter(createLogger(config.logLevel));
  const found: string[] = [];
  adapter.getInstance().addHook('onRoute', ({ method, url }) => {
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    // Fastify answers HEAD wherever it answers GET.
    for (const one of [method].flat()) if (one !== 'HEAD') found.push(`${one} ${path}`);
  });
  const app = module.createNestApplication<NestFastifyApplication>(adapter);
  configureEdge(app);
  await app.init();
  await app.close();
  return found;
}

function target(schema: Schema): Schema {
  const ref = schema.$ref ?? schema.anyOf?.[0]?.$ref;
  return ref ? schemas[ref.split('/').at(-1)!]! : schema;
}

interface BodyField {
  readonly name: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly values: readonly unknown[] | undefined;
}

/** The fields of a body at any depth. */
function fieldsBelow(schema: Schema): BodyField[] {
  const { properties = {}, required = [] } = target(schema);
  return Object.entries(properties).flatMap(([name, property]) => [
    {
      name,
      required: required.includes(name),
      nullable: [property, ...(property.anyOf ?? [])].some(({ type }) =>
        [type].flat().includes('null'),
      ),
      values: property.enum,
    },
    ...fieldsBelow(property.items ?? property),
  ]);
}

/** The fields, at any depth, without a type or an example. */
function faultsOf(schema: Schema, hasExample: boolean, at = ''): string[] {
  return Object.entries(target(schema).properties ?? {}).flatMap(([name, property]) => {
    const path = `${at}/${name}`;
    const inner = target(property.items ?? property);
    if (inner.properties) return faultsOf(inner, hasExample, path);
    if (!inner.type && !inner.enum) return [`${path} has no type`];
    const speaksForItself = inner.type === 'boolean' || inner.enum || inner.format === 'uuid';
    const isShown = hasExample || speaksForItself || property.examples !== undefined;
    return isShown ? [] : [`${path} has no example`];
  });
}
