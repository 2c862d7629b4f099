import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI document of the running router. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Larder')
    .setDescription(
      'Sell and deliver groceries. Log in with `POST /v1/auth/login`, press **Authorize** and ' +
        'paste the `accessToken`. Money is in integer minor units (fils, cents); times are UTC. ' +
        'Every refusal is `application/problem+json` with a stable `code`.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addTag('auth', 'Who you are')
    .addTag('catalog', 'Browse and search; for anyone')
    .addTag('catalog admin', 'Products, categories, prices, imports; for admins')
    .addTag('orders', 'Quote, order, follow; for customers')
    .addTag('tracking', 'What the customer’s phone polls')
    .addTag('picking', 'The store’s work list; for pickers')
    .addTag('driver', 'Shift, position, deliveries; for drivers')
    .addTag('ops', 'Assign drivers, see what waits; for dispatchers')
    .addTag('machines', 'Health and metrics')
    .build();
  return SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
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
