// The contents of the log; never passwords, tokens, addresses, phones or positions.
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../src/app.module.js';
import { demoLogins } from '../src/demo/index.js';
import { Database } from '../src/platform/index.js';
import { eventually } from './support/eventually.js';
import { freshConfig } from './support/ground.js';
import { configureEdge, fastifyAdapter } from '../src/platform/http/edge.js';
import { createLogger, NestLogger } from '../src/platform/logging/logging.js';

interface Line {
  readonly [member: string]: unknown;
  readonly msg?: string;
}
interface Sent {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly text: string;
}

const lines: string[] = [];
const sent: Sent[] = [];
let app: NestFastifyApplication;

beforeAll(async () => {
  const logger = createLogger('info', { write: (line: string) => lines.push(line) });
  const config = await freshConfig({ SEED_DEMO: 'true', LOG_LEVEL: 'info' });
  const module = await Test.createTestingModule({ imports: [AppModule.with(config)] })
    .setLogger(new NestLogger(logger))
    .compile();
  app = module.createNestApplication<NestFastifyApplication>(
    fastifyAdapter(logger) as FastifyAdapter,
  );
  configureEdge(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app?.close());

const door = {
  line1: 'Nightingale Row 77, flat 4242',
  lat: 25.0821357,
  lng: 55.1421579,
  notes: 'the blue parrot bites',
  phone: '+971501239876',
};
const petName = 'The lighthouse, for now';
const place = { lat: 25.0912345, lng: 55.1398765 };
const newcomer = { email: 'newcomer@test.example', displayName: 'Ines Newcomer' };
const search = 'haemorrhoid';
const wrongPassword = 'open sesame, please';
const secrets = new Set([
  ...demoLogins.map(({ password }) => password),
  ...demoLogins.map(({ email }) => email),
  wrongPassword,
  search,
  petName,
  ...Object.values(newcomer),
  '$argon2',
  ...Object.values(door).map(String),
  ...Object.values(place).map(String),
]);

async function send(route: string, options: InjectOptions, token?: string) {
  const [method, path = ''] = route.split(' ');
  const answer = await app.inject({
    url: path,
    ...options,
    method: method as 'GET',
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...options.headers },
  });
  const requestId = String(answer.headers['x-request-id']);
  const { statusCode: status, body: text } = answer;
  sent.push({ requestId, method: method!, route: path, status, text });
  return { requestId, status, text, body: text ? JSON.parse(text) : undefined };
}

async function login(role: string): Promise<string> {
  const { email, password } = demoLogins.find((each) => each.role === role)!;
  const answer = await send('POST /v1/auth/login', { payload: { email, password } });
  secrets.add(answer.body.accessToken);
  for (const part of answer.body.accessToken.split('.').slice(1)) secrets.add(part);
  return answer.body.accessToken;
}

const quoteOf = (productId: string) => ({
  lines: [{ productId, quantity: 1 }],
  deliverTo: door,
});

const written = (): Line[] => lines.map((line) => JSON.parse(line) as Line);
const answered = (requestId: string) =>
  written().filter((line) => line.msg === 'answered' && line['requestId'] === requestId);

describe('a day of the shop', () => {
  let failed: string;

  beforeAll(async () => {
    const customer = await login('customer');
    const driver = await login('driver');
    const email = demoLogins[0]!.email;
    await send('POST /v1/auth/login', { payload: { email, password: wrongPassword } });
    await send('POST /v1/auth/register', {
      payload: { email, password: wrongPassword, displayName: 'Noor', phone: door.phone },
    });
    await send('GET /v1/me', {}, customer);
    await send('GET /v1/me', {}, `${customer}x`);
    await send('GET /v1/products', { url: `/v1/products?q=${search}` });
    await send('GET none', { url: `/v1/${search}?token=${customer}` });

    const milk = await send('GET /v1/products', { url: '/v1/products?q=milk&inStock=true' });
    const quote = quoteOf(milk.body.items[0].id);
    const quoted = await send('POST /v1/quotes', { payload: quote }, customer);
    const book = '/v1/me/addresses';
    const kept = { ...door, label: petName };
    const home = await send(`POST ${book}`, { payload: kept }, customer);
    const at = `${book}/${home.body.id}`;
    await send(`PUT ${book}/:id`, { url: at, method: 'PUT', payload: kept }, customer);
    await send(`POST ${book}`, { payload: { ...kept, lat: String(door.lat) } }, customer);
    await send(`GET ${book}`, {}, customer);
    const there = { ...quote, deliverTo: undefined, addressId: home.body.id };
    await send('POST /v1/quotes', { payload: there }, customer);
    const wrong = { ...quote, deliverTo: { ...door, lat: String(door.lat), more: door.notes } };
    await send('POST /v1/quotes', { payload: wrong }, customer);
    const order = { quoteId: quoted.body.id, paymentMethod: 'cash_on_delivery' };
    const headers = { 'idempotency-key': 'logged-order' };
    const placed = await send('POST /v1/orders', { payload: order, headers }, customer);
    const url = `/v1/orders/${placed.body.id}`;
    await send('GET /v1/orders/:id', { url }, customer);
    await send('GET /v1/orders/:id/tracking', { url: `${url}/tracking` }, customer);

    const duty = await send('POST /v1/driver/shift', { payload: { onDuty: true } }, driver);
    const { epoch } = duty.body.session;
    for (const fix of [place, place, { ...place, lat: String(place.lat) }]) {
      const payload = { epoch, fixes: [{ seq: 1, ...fix }] };
      await send('POST /v1/driver/location', { payload }, driver);
    }
    failed = await failedWriting();
  });

  /** A defect: the database refuses a row that the code thinks valid, and the error quotes it. */
  async function failedWriting(): Promise<string> {
    const database = app.get(Database);
    await database.query('ALTER TABLE accounts ADD CONSTRAINT planted CHECK (false) NOT VALID');
    const payload = { ...newcomer, password: wrongPassword, phone: door.phone };
    const answer = await send('POST /v1/auth/register', { payload });
    await database.query('ALTER TABLE accounts DROP CONSTRAINT planted');
    return answer.requestId;
  }

  it('leaves one line for each request: its id, route and status', async () => {
    await eventually('all requests are logged', () =>
      sent.every(({ requestId }) => answered(requestId).length > 0),
    );
    for (const { requestId, method, route, status } of sent) {
      expect(answered(requestId)).toEqual([
        expect.objectContaining({ method, route, status: String(status), level: 30 }),
      ]);
    }
    const outcomes = [...new Set(sent.map(({ status }) => status))];
    expect(outcomes.toSorted()).toEqual([200, 201, 400, 401, 404, 409, 500]);
    expect(sent.find(({ route }) => route === '/v1/orders')?.status).toBe(201);
  });

  it('logs enough about a defect to find it', () => {
    const reports = written().filter((line) => line['level'] === 50);
    expect(reports).toEqual([expect.objectContaining({ requestId: failed, context: 'Edge' })]);
    expect(reports[0]!['err']).toMatchObject({
      type: 'QueryFailedError',
      message: expect.stringContaining('planted'),
      stack: expect.stringContaining('AccountRepository.insert'),
    });
  });

  it('leaves no secret in any line', () => {
    expect(secrets.size).toBeGreaterThan(15);
    for (const secret of secrets) {
      expect(
        lines.filter((line) => line.includes(secret)),
        secret,
      ).toEqual([]);
    }
  });

  it('does not reveal the log’s details in an error', () => {
    const { status, text } = sent.find(({ requestId }) => requestId === failed)!;
    expect([status, JSON.parse(text).code]).toEqual([500, 'internal-error']);
    expect(text).not.toMatch(/planted|constraint|relation|newcomer/);
  });
});

describe('a request id', () => {
  const ask = (id: string) => send('GET /livez', { headers: { 'x-request-id': id } });

  it.each(['edge-7f3a_0001', '12345678', 'x'.repeat(64)])('is kept: %s', async (id) => {
    expect((await ask(id)).requestId).toBe(id);
    await eventually('it is logged', () => answered(id).length === 1);
  });

  it.each([
    ['too short', 'short'],
    ['too long', 'x'.repeat(65)],
    ['huge', 'x'.repeat(9000)],
    ['with a line break', 'edge-0001\r\nset-cookie: a=b'],
    ['with a quote', 'edge-0001"}'],
    ['with a space', 'edge 0001'],
    ['not ASCII', 'édge-0001'],
    ['empty', ''],
  ])('is replaced: %s', async (_, id) => {
    const { requestId } = await ask(id);
    expect(requestId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    await eventually('it is logged', () => answered(requestId).length === 1);
    expect(answered(id)).toEqual([]);
  });

  it('exists when the address cannot be decoded, and so does the line', async () => {
    const { requestId, body } = await send('GET none', { url: '/v1/products/%' });
    expect(body).toMatchObject({ status: 400, requestId });
    await eventually('it is logged', () => answered(requestId).length === 1);
    expect(answered(requestId)).toMatchObject([{ route: 'none', status: '400' }]);
  });
});
