import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { definedFailures, type FailureDefinition } from '../../kernel/failure.js';
import { LOCATION } from './answers-location.decorator.js';
import { documentHead } from './docs-head.js';
import { isIdParam } from './id-param.pipe.js';
import { problemMembers } from './problem-members.decorator.js';
import { Problem } from './problem.responses.js';
import {
  bodyClassOf,
  mayBeMissing,
  sayWhatMayBeNull,
  sayWhatNullClears,
} from './request-schemas.js';
import { routeArguments } from './route-arguments.js';
import { routeFailures } from './route-failures.js';
import { applyConventions, type Schema } from './schema-conventions.js';
import { statusOfError } from './status-of-error.js';

/** Names the roles that may call an operation, in the OpenAPI document. */
export const rolesExtension = 'x-roles';

/** The OpenAPI document of the running router. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, documentHead(), {
    operationIdFactory: operationIdOf,
    autoTagControllers: false,
    extraModels: [Problem],
  });
  const schemas = document.components!.schemas as Record<string, Schema>;
  completeProblem(schemas);
  const routes = routesOf(app);
  const operations = Object.values(document.paths).flatMap(operationsOf);
  for (const operation of operations) {
    sayBody(operation, schemas, routes.get(operation.operationId)!);
  }
  Object.values(schemas).forEach(applyConventions);
  for (const operation of operations) {
    sayCallers(operation);
    const { controller, method } = routes.get(operation.operationId)!;
    const ids = routeArguments(controller, method).filter(({ pipes }) => pipes.some(isIdParam));
    for (const parameter of operation.parameters) {
      applyToParameter(parameter);
      if (ids.some(({ name }) => name === parameter.name)) parameter.schema!.format = 'uuid';
    }
    sayLocation(operation, (controller.prototype as Record<string, object>)[method]!);
    sayFailures(operation, routeFailures(controller, method));
  }
  return document;
}

/** One flat schema, as generated clients read the members of a refusal without asking its type. */
function completeProblem(schemas: Record<string, Schema>): void {
  const { properties = {} } = schemas[Problem.name]!;
  for (const { name } of problemMembers()) {
    Object.assign(properties, schemas[name]?.properties);
    delete schemas[name];
  }
  // Only the build gives classes the types of their fields.
  if (properties.code) properties.code.enum = definedFailures().map(({ code }) => code);
}

interface Content {
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { required?: boolean; readonly content: Record<string, Content> };
  readonly parameters: { readonly name: string; required?: boolean; readonly schema?: Schema }[];
  readonly responses: Record<string, { headers?: object }>;
  readonly [rolesExtension]?: readonly string[];
  security?: object[];
  description?: string;
}

const operationsOf = (path: object) => Object.values(path) as Operation[];

/** Generated clients name their functions by it: each route's method has a name of its own. */
const operationIdOf = (_controller: string, method: string) => method;

function applyToParameter(parameter: Operation['parameters'][number]): void {
  if (!parameter.schema) return;
  applyConventions(parameter.schema);
  if (parameter.schema.default !== undefined) parameter.required = false;
}

interface Route {
  readonly controller: Type;
  readonly method: string;
}

/** The fields that may be null, and whether the body may be left out altogether. */
function sayBody(
  { requestBody }: Operation,
  schemas: Record<string, Schema>,
  { controller, method }: Route,
): void {
  const schema = requestBody?.content['application/json']?.schema;
  const body = bodyClassOf(controller, method);
  if (!requestBody || !schema || !body) return;
  sayWhatMayBeNull(schema, schemas);
  const handler = (controller.prototype as Record<string, object>)[method]!;
  const isEdit = Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.PATCH;
  if (isEdit) sayWhatNullClears(schemas[body.name]!, body);
  requestBody.required = !mayBeMissing(body);
}

/** The methods of the controllers, by operation. */
function routesOf(app: NestFastifyApplication): Map<string, Route> {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules
    .flatMap((module) => [...module.controllers.values()])
    .map(({ metatype }) => metatype as Type);
  return new Map(
    controllers.flatMap((controller) =>
      new MetadataScanner()
        .getAllMethodNames(controller.prototype as object)
        .map((method): [string, Route] => [method, { controller, method }]),
    ),
  );
}

function sayLocation(operation: Operation, handler: object): void {
  const template = Reflect.getMetadata(LOCATION, handler) as string | undefined;
  if (template === undefined) return;
  const Location = { description: `\`${template}\``, schema: { type: 'string' } };
  const answer = operation.responses[201] ?? operation.responses[202]!;
  answer.headers = { ...answer.headers, Location };
}

/** Each status with its codes, and an example of each code. */
function sayFailures(operation: Operation, failures: readonly FailureDefinition[]): void {
  for (const status of new Set(failures.map(({ kind }) => statusOfError(kind)))) {
    const some = failures.filter(({ kind }) => statusOfError(kind) === status);
    const description = some.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' ');
    const schema = { $ref: getSchemaPath(Problem) };
    const examples = Object.fromEntries(some.map((one) => [one.code, exampleOf(one, status)]));
    const content = { 'application/problem+json': { schema, examples } };
    operation.responses[status] = { description, content } as object;
  }
}

function exampleOf({ code, title, remedy }: FailureDefinition, status: number) {
  const requestId = '0190b6e2-0000-7000-8000-000000000001';
  const type = `urn:larder:problem:${code}`;
  return { summary: title, value: { type, title, status, code, detail: remedy, requestId } };
}

/** Swagger UI does not show extensions, and readers first need to know who may call. */
function sayCallers(operation: Operation): void {
  const roles = operation[rolesExtension];
  // Where nothing is said, linters suppose that it was forgotten.
  operation.security = roles ? [{ bearer: [] }] : [];
  const names = roles?.map((role) => `\`${role}\``).join(', ');
  const callers = names ? `Roles: ${names}.` : 'For anybody, without a login.';
  const description = operation.description ? [operation.description] : [];
  operation.description = [callers, ...description].join('\n\n');
}

/** Swagger UI writes styles into its pages; scripts come from files alone. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Swagger UI at /docs, its document at /docs/openapi.json. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/html')) {
      void reply.headers({
        'content-security-policy': pagePolicy,
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
    done();
  });
  SwaggerModule.setup('docs', app, () => openApiOf(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Larder API',
    swaggerOptions: {
      persistAuthorization: true,
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      tryItOutEnabled: true,
    },
  });
}
