import type { Type } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FailureDefinition } from '../../kernel/failure.js';
import { Problem } from './problem.responses.js';
import { routeFailures } from './route-failures.js';
import { applyConventions, type Schema } from './schema-conventions.js';
import { statusOfError } from './status-of-error.js';

/** Names the roles that may call an operation, in the OpenAPI document. */
export const rolesExtension = 'x-roles';

const introduction = `Sell and deliver groceries. Money is in integer minor units (fils, cents); \
times are UTC.

Log in with \`POST /v1/auth/login\`, press **Authorize** and paste the \`accessToken\`. To be \
somebody else, log in as them and paste the new one.

From basket to door: quote and order (customer); accept, start, ready (picker); go on duty \
(driver); assign (dispatcher); collect, send positions, deliver (driver). Meanwhile the customer \
polls the tracking.

Every refusal is \`application/problem+json\` with a stable \`code\`. Besides what an operation \
lists, any may answer 500 \`internal-error\` and 503 \`database-unavailable\`, \
\`outcome-unknown\`, \`overloaded\` or \`shutting-down\`, \
any with a body 413 \`payload-too-large\`, 415 \`unsupported-media-type\` and 415 \
\`unsupported-encoding\`; a path that is asked by another method 405 \`method-not-allowed\`.`;

/** The OpenAPI document of the running router. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Larder')
    .setDescription(introduction)
    .setVersion('1')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `accessToken` of `POST /v1/auth/login`, without the word Bearer.',
    })
    .addTag('auth', 'Who you are')
    .addTag('addresses', 'Where things go; for customers')
    .addTag('catalog', 'Browse and search; for anyone')
    .addTag('catalog admin', 'Products, categories, prices, stock, imports; for admins')
    .addTag('orders', 'Quote, order, follow; for customers')
    .addTag('tracking', 'What the customer’s phone polls')
    .addTag('picking', 'The store’s work list; for pickers')
    .addTag('driver', 'Shift, position, deliveries; for drivers')
    .addTag('ops', 'Assign drivers, see what waits; for dispatchers')
    .addTag('machines', 'Health and metrics')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: operationIdOf,
    extraModels: [Problem],
  });
  Object.values(document.components!.schemas as Record<string, Schema>).forEach(applyConventions);
  const failures = failuresByOperation(app);
  for (const operation of Object.values(document.paths).flatMap(operationsOf)) {
    operation.parameters.forEach(applyToParameter);
    sayRoles(operation);
    sayFailures(operation, failures.get(operation.operationId)!);
  }
  return document;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: { required?: boolean; readonly schema?: Schema }[];
  readonly responses: Record<string, unknown>;
  readonly [rolesExtension]?: readonly string[];
  description?: string;
}

const operationsOf = (path: object) => Object.values(path) as Operation[];

const operationIdOf = (controller: string, method: string) =>
  `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`;

function applyToParameter(parameter: Operation['parameters'][number]): void {
  if (!parameter.schema) return;
  applyConventions(parameter.schema);
  if (parameter.schema.default !== undefined) parameter.required = false;
}

function failuresByOperation(app: NestFastifyApplication) {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules
    .flatMap((module) => [...module.controllers.values()])
    .map(({ metatype }) => metatype as Type);
  return new Map(
    controllers.flatMap((controller) =>
      new MetadataScanner()
        .getAllMethodNames(controller.prototype as object)
        .map((method): [string, readonly FailureDefinition[]] => [
          operationIdOf(controller.name, method),
          routeFailures(controller, method),
        ]),
    ),
  );
}

/** Each status with its codes, and an example of each code. */
function sayFailures(operation: Operation, failures: readonly FailureDefinition[]): void {
  for (const status of new Set(failures.map(({ kind }) => statusOfError(kind)))) {
    const some = failures.filter(({ kind }) => statusOfError(kind) === status);
    operation.responses[status] = {
      description: some.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(some.map((one) => [one.code, exampleOf(one, status)])),
        },
      },
    };
  }
}

function exampleOf({ code, title, remedy }: FailureDefinition, status: number) {
  const requestId = '0190b6e2-0000-7000-8000-000000000001';
  const type = `urn:larder:problem:${code}`;
  return { summary: title, value: { type, title, status, code, detail: remedy, requestId } };
}

/** Swagger UI does not show extensions, and readers first need to know who may call. */
function sayRoles(operation: Operation): void {
  const roles = operation[rolesExtension];
  if (!roles) return;
  const names = roles.map((role) => `\`${role}\``).join(', ');
  const description = operation.description ? [operation.description] : [];
  operation.description = [`Roles: ${names}.`, ...description].join('\n\n');
}

/** Swagger UI at /docs, its document at /docs/openapi.json. */
export function serveDocs(app: NestFastifyApplication): void {
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
