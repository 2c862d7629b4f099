// What generators of clients read in the document that the built program serves.
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { redocly, spectral } from './support/document-lint.js';
import { type OpenApi, openApiOf, type Operation, type Schema } from './support/openapi.js';
import { build, migratedWorld, Program } from './support/process.js';

let document: { paths: object; components: object } & Record<string, any>;
let operations: OpenApi['operations'];
let schemas: OpenApi['schemas'];

beforeAll(async () => {
  await build();
  const { address } = await Program.serve(await migratedWorld());
  document = (await (await fetch(`${address}/docs/openapi.json`)).json()) as typeof document;
  ({ operations, schemas } = openApiOf(document));
}, 180_000);

const fields = () =>
  Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties).map(([field, schema]) => ({
      at: `${name}.${field}`,
      field,
      schema,
    })),
  );
const field = (schema: string, name: string) => schemas[schema]!.properties![name]!;
const names = (some: readonly Operation[]) => some.map(({ name }) => name);

/** A new one is fine; a noun here is a function that says nothing. */
const knownVerbs = new Set(
  (
    'accept add arrive assign cancel change check collect complete confirm create decide decline ' +
    'deliver hand ' +
    'edit end export fail file find finish follow get list log open pause pick place read receive ' +
    'record redeliver refresh refund register reject release remove replace request restore resume retire ' +
    'retry return set share start stop stream track unassign unlock'
  ).split(' '),
);

describe('the document, for generated clients', () => {
  it('says which server, licence and version of OpenAPI it is', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { license: { name: 'MIT', url: 'https://opensource.org/license/mit' } },
      servers: [{ url: '/' }],
    });
  });

  it('names each operation as a function: a verb first, and each name once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['placeOrder', 'listProducts', 'trackOrder']));
    const verbs = new Set(ids.map((id) => id.match(/^[a-z]+/)![0]));
    expect([...verbs].filter((verb) => !knownVerbs.has(verb))).toEqual([]);
  });

  it('puts each operation under one tag, and explains the tags in the order of the work', () => {
    expect(names(operations.filter(({ tags }) => tags?.length !== 1))).toEqual([]);
    const tags = document.tags as { name: string; description: string }[];
    const used = new Set(operations.flatMap((one) => one.tags!));
    expect(tags.map(({ name }) => name)).toEqual([
      'auth',
      'addresses',
      'catalog',
      'delivery',
      'orders',
      'payments',
      'picking',
      'driver',
      'tracking',
      'notices',
      'ops',
      'catalog admin',
      'delivery admin',
      'admin',
      'machines',
    ]);
    expect(tags.filter(({ description }) => !description)).toEqual([]);
    expect(new Set(tags.map(({ name }) => name))).toEqual(used);
  });

  it('asks for the login once, or says that none is needed', () => {
    const secured = operations.map(({ security }) => JSON.stringify(security));
    expect(new Set(secured)).toEqual(new Set(['[{"bearer":[]}]', '[]']));
  });

  it('lets a field with a usual value be left out: in words, as a `default` would not', () => {
    expect(fields().filter(({ schema }) => schema.default !== undefined)).toEqual([]);
    expect(field('QuoteRequest', 'tipMinor').description).toContain('Left out: `0`.');
    expect(schemas.QuoteRequest!.required ?? []).not.toContain('tipMinor');
    const preset = operations
      .flatMap(({ parameters }) => parameters)
      .filter(({ schema }) => schema?.default !== undefined);
    expect(preset.length).toBeGreaterThan(5);
    expect(preset.filter(({ required }) => required)).toEqual([]);
  });

  it('lists the words that a field of words may have', () => {
    const words = /^(status|reasonCode|allowedActions|code|unit|decision|action|by|kind|vehicle)$/;
    const free = fields()
      .filter(({ field: name }) => words.test(name))
      .filter(({ schema }) => !schema.enum && !schema.items?.enum);
    // Of a field: a rule of the validator. Of a problem: the HTTP status. Of the audit log: each
    // module has its own.
    expect(free.map(({ at }) => at)).toEqual([
      'AuditLineResponse.action',
      'RefusedField.code',
      'ProblemField.code',
      'Problem.status',
    ]);
    expect(field('OrderResponse', 'allowedActions').items!.enum).toContain('request-cancel');
    expect(field('DeliveryResponse', 'allowedActions').items!.enum).toContain('contact-attempts');
    expect(field('TimelineResponse', 'reasonCode').enum).toEqual(
      expect.arrayContaining(['changed_mind', 'rush_hour', 'payment_declined', 'no_answer', null]),
    );
    expect(field('Problem', 'code').enum).toEqual(expect.arrayContaining(['price-changed']));
  });

  it('says of each time and each id what it is', () => {
    const typed = ({ type }: Schema) => [type].flat().includes('string');
    const untold = fields().filter(({ field: name, schema }) => {
      if (!typed(schema)) return false;
      const format = /(At|Until|Since|answerBy|timestamp)$/.test(name)
        ? 'date-time'
        : /(^id|Id)$/.test(name) && name !== 'requestId'
          ? 'uuid'
          : undefined;
      return format !== undefined && schema.format !== format;
    });
    // An id or a SKU.
    expect(untold.map(({ at }) => at)).toEqual(['StockMovementRequest.productId']);
  });

  it('says where a new thing is, on each 201 of something with an address', () => {
    const located = operations.filter(({ responses }) =>
      Object.values(responses).some(({ headers }) => headers && 'Location' in headers),
    );
    expect(located.map(({ operationId }) => operationId).toSorted()).toEqual([
      'addAddress',
      'createCategory',
      'createProduct',
      'createSlot',
      'createZone',
      'openStore',
      'placeOrder',
      'shareOrder',
      'startImport',
    ]);
  });

  it('shows examples that its own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (ajvFormats as unknown as (to: Ajv2020) => void)(ajv);
    ajv.addSchema(document, 'larder');
    const pointer = (...parts: string[]) =>
      parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const broken: string[] = [];
    let seen = 0;
    const check = (at: string, value: unknown) => {
      seen += 1;
      const accepts = ajv.getSchema(`larder#${encodeURI(at)}`)!;
      if (!accepts(value)) broken.push(`${at}: ${ajv.errorsText(accepts.errors)}`);
    };
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { schema, example, examples } = node as Record<string, any>;
      if (schema && example !== undefined) check(`${at}/schema`, example);
      if (schema && examples) {
        for (const { value } of Object.values<any>(examples)) check(`${at}/schema`, value);
      }
      if (!schema && Array.isArray(examples)) examples.forEach((value) => check(at, value));
      for (const [key, child] of Object.entries(node)) {
        if (!/^examples?$/.test(key)) walk(child, at + pointer(key));
      }
    };
    walk(document.paths, '/paths');
    walk(document.components, '/components');
    expect(broken).toEqual([]);
    expect(seen).toBeGreaterThan(500);
  });

  it('pleases Redocly, but for what is so on purpose', { timeout: 120_000 }, async () => {
    // Probes refuse nothing: machines ask them without a body, a query or a login.
    const onPurpose = ['livez', 'readyz'].map(
      (probe) => `operation-4xx-response #/paths/~1${probe}/get/responses`,
    );
    expect(await redocly(document)).toEqual(onPurpose);
  });

  // It takes seven seconds of a core for the document, and minutes on a busy machine.
  it('pleases Spectral', { timeout: 300_000 }, async () => {
    expect(await spectral(document)).toEqual([]);
  });
});
