import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

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
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  for (const operation of Object.values(document.paths).flatMap(operationsOf)) sayRoles(operation);
  return document;
}

type Operation = Record<string, unknown> & { description?: string };

const operationsOf = (path: object) => Object.values(path) as Operation[];

/** Swagger UI does not show extensions, and who may call is the first thing to know. */
function sayRoles(operation: Operation): void {
  const roles = operation[rolesExtension] as readonly string[] | undefined;
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
