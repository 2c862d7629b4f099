// Every refusal of a malformed request is named in its operation's document.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from './support/larder.js';
import { openApiOf, type Operation } from './support/openapi.js';

let larder: Larder;
let operations: readonly Operation[];
const people = new Map<string, Person>();

beforeAll(async () => {
  larder = await Larder.open({ demo: true });
  ({ operations } = openApiOf((await larder.anyone.get('/docs/openapi.json')).body));
  for (const role of ['customer', 'picker', 'driver', 'dispatcher', 'admin'] as const) {
    people.set(role, await larder.demo(role));
  }
});
afterAll(() => larder?.close());

const id = '0190b6e2-0000-7000-8000-000000000001';
const isForMachines = ({ path }: Operation) => !path.startsWith('/v1/');
/** The route checks a signature before it reads the body. */
const isSigned = ({ path }: Operation) => path === '/v1/webhooks/payments';
const typeOf = ({ requestBody }: Operation) => Object.keys(requestBody?.content ?? {})[0];

async function ask(operation: Operation, url: string, payload = '{}'): Promise<Answer> {
  const person = people.get(operation['x-roles']?.[0] ?? '');
  const type = typeOf(operation);
  return larder.send({
    method: operation.method as 'GET',
    url,
    headers: {
      'if-match': '"1"',
      ...(person && { authorization: `Bearer ${person.token}` }),
      ...(type && { 'content-type': type }),
    },
    ...(type && { payload }),
  });
}

/** The answer's code, and whether the operation's document has it. */
async function refusal(operation: Operation, url: string, payload?: string): Promise<string> {
  const { status, body, text } = await ask(operation, url, payload);
  const { examples = {} } =
    operation.responses[status]?.content?.['application/problem+json'] ?? {};
  const isDocumented = Object.hasOwn(examples, body?.code ?? '');
  return isDocumented ? body.code : `not documented: ${operation.name} ${status} ${text}`;
}

const pathOf = ({ path }: Operation, value = id) => path.replaceAll(/\{\w+\}/g, value);

async function refusals(
  some: readonly Operation[],
  url: (operation: Operation) => string,
  payload?: string,
): Promise<string[]> {
  expect(some.length).toBeGreaterThan(20);
  const found = await Promise.all(
    some.map((operation) => refusal(operation, url(operation), payload)),
  );
  return [...new Set(found)].toSorted();
}

it('documents a field of the query that it does not know', async () => {
  const some = operations.filter((one) => !isForMachines(one));
  const found = await refusals(some, (one) => `${pathOf(one)}?no-such-field=1`);
  expect(found).toEqual(['unknown-field']);
});

it('documents a path that cannot be decoded, or is not text', async () => {
  const some = operations.filter(({ path }) => path.includes('{'));
  expect(await refusals(some, (one) => pathOf(one, '%FF'))).toEqual(['bad-request']);
  const found = await refusals(some, (one) => pathOf(one, '%00'));
  expect(found).toEqual(['validation-failed']);
});

it('documents an invalid id', async () => {
  const some = operations.filter(({ responses }) =>
    JSON.stringify(responses[400] ?? {}).includes('"invalid-id"'),
  );
  expect(await refusals(some, (one) => pathOf(one, 'abc'))).toEqual(['invalid-id']);
});

it.each([
  ['is not JSON', '{', 'malformed-json'],
  ['is no object', '[]', 'validation-failed'],
  ['has a field that it does not know', '{"noSuchField":1}', 'unknown-field'],
])('documents a body that %s', async (_, payload, code) => {
  const some = operations.filter((one) => typeOf(one) === 'application/json' && !isSigned(one));
  expect(await refusals(some, pathOf, payload)).toEqual([code]);
});
