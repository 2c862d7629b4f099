// What the OpenAPI document says before its first operation.
import { DocumentBuilder } from '@nestjs/swagger';

/** The tags, in the order of the shop's work. */
const tags = {
  auth: 'Who you are',
  addresses: 'Where things go; for customers',
  catalog: 'Stores and products, browse and search; for anyone',
  delivery: 'Where and when a store delivers; for anyone',
  orders: 'Cart, quote, order; for customers',
  payments: 'Cards, claims and refunds',
  picking: 'The store’s work list; for pickers',
  driver: 'Shift, position, offers, deliveries; for drivers',
  tracking: 'What the customer’s phone polls',
  notices: 'What customers are told, and where to; for customers',
  ops: 'Assign drivers, see what waits; for dispatchers',
  'catalog admin': 'Stores, products, categories, prices, stock, imports; for admins',
  'delivery admin': 'Zones, slots, fees; for admins',
  admin: 'Accounts of drivers, and work that has failed; for admins',
  machines: 'Health and metrics',
};

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
\`unsupported-encoding\`, and 400 \`unexpected-body\` where the operation declares none; a path that \
is asked by another method 405 \`method-not-allowed\`; what is not HTTP, or not UTF-8, 400 \
\`bad-request\`, 408 \`request-timeout\`, 417 \`unknown-expectation\` and 431 \`head-too-large\`.

In requests, null in an optional field is as leaving it out, unless the field says that null \
clears it.`;

export function documentHead() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Larder')
    .setDescription(introduction)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The server that serves this document')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `accessToken` of `POST /v1/auth/login`, without the word Bearer.',
    });
  for (const [name, description] of Object.entries(tags)) builder.addTag(name, description);
  return builder.build();
}
