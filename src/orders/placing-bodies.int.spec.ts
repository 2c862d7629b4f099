// Two bodies are the same request when they have the same meaning, however they are written.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { fresh, openShop } from '../../test/support/shop.js';
import { IdempotentRequests } from '../platform/index.js';

interface Body {
  readonly quoteId: string;
  readonly paymentMethod: string;
  readonly paymentToken?: string;
  readonly ageConfirmed?: boolean | null;
  readonly expectedTotal?: { readonly amountMinor: number; readonly currency: string } | null;
}

let larder: Larder;
let buyer: Person;
let order: Body;
let first: Answer;
const key = fresh('bodies');
/** The last body sent, byte by byte. */
let sent = '';

beforeAll(async () => {
  larder = await Larder.open();
  const shop = await openShop(larder, { products: [{ sku: 'THING', stock: 10 }] });
  buyer = await larder.person('customer');
  const quote = await wanted(201, shop.askQuote(buyer, [['THING', 1]]));
  const { amountMinor, currency } = quote.totals.total;
  const expectedTotal = { amountMinor, currency };
  const paymentMethod = 'cash_on_delivery';
  order = { quoteId: quote.id, paymentMethod, ageConfirmed: true, expectedTotal };
  const placed = send(JSON.stringify(order));
  await wanted(201, placed);
  first = await placed;
});
afterAll(() => larder?.close());

function send(payload: string): Promise<Answer> {
  sent = payload;
  const authorization = `Bearer ${buyer.token}`;
  const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': key };
  return larder.send({ method: 'POST', url: '/v1/orders', payload, headers });
}

const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const blank = fc.constantFrom('', ' ', '\n', '\t ', '\r\n  ');

/** Any way to write a value as JSON. */
function written(value: unknown): fc.Arbitrary<string> {
  if (typeof value === 'number') {
    const tenth = `${Math.trunc(value / 10)}.${value % 10}`;
    return fc.constantFrom(`${value}`, `${value}.0`, `${value}e0`, `${value}.00E+0`, `${tenth}e1`);
  }
  if (typeof value === 'string') {
    const plain = JSON.stringify(value);
    const rest = JSON.stringify(value.slice(1)).slice(1);
    const escaped = `"\\u${value.charCodeAt(0).toString(16).padStart(4, '0')}${rest}`;
    const raised = id.test(value) ? [plain.toUpperCase()] : [];
    return fc.constantFrom(plain, escaped, ...raised);
  }
  if (typeof value !== 'object' || value === null) return fc.constant(JSON.stringify(value));
  const members = Object.entries(value).map(([name, member]) =>
    fc
      .tuple(blank, written(member), blank, blank)
      .map(([before, text, after, between]) => `${before}"${name}"${between}:${text}${after}`),
  );
  return fc
    .tuple(...members)
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
    .map((all) => `{${all.join(',')}}`);
}

const otherWays = () =>
  fc.asyncProperty(written(order), async (text) => {
    const answer = await send(text);
    expect(answer.headers['idempotency-replayed'], `${answer.text} for ${text}`).toBe('true');
    expect([answer.status, answer.text]).toEqual([201, first.text]);
  });

/** The body with one field changed, added or removed. */
function changed(): fc.Arbitrary<Body> {
  const { quoteId, paymentMethod, expectedTotal } = order;
  const { amountMinor, currency } = expectedTotal!;
  return fc.oneof(
    fc
      .uuid()
      .filter((other) => other !== quoteId)
      .map((other) => ({ ...order, quoteId: other })),
    fc.constant({ ...order, paymentMethod: 'card_on_delivery' }),
    fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme-ascii' }).map((paymentToken) => ({
      ...order,
      paymentMethod,
      paymentToken,
    })),
    fc.constantFrom(false, null).map((ageConfirmed) => ({ ...order, ageConfirmed })),
    fc.constant({ ...order, expectedTotal: null }),
    fc
      .integer({ min: 0, max: 100_000_000_000 })
      .filter((other) => other !== amountMinor)
      .map((other) => ({ ...order, expectedTotal: { amountMinor: other, currency } })),
    fc
      .constantFrom('EUR', 'USD', 'GBP', 'JPY', 'KWD')
      .map((other) => ({ ...order, expectedTotal: { amountMinor, currency: other } })),
  );
}

describe('a repeated key', () => {
  it('with a body of the same meaning gets the same answer', async () => {
    await fc.assert(otherWays(), { numRuns: 150 });
  });

  it('with a body that differs in one field is refused', async () => {
    const mutations = fc.asyncProperty(
      changed().chain((body) => written(body)),
      async (text) => {
        const answer = await send(text);
        expect([answer.status, answer.body.code], text).toEqual([422, 'idempotency-key-reused']);
      },
    );
    await fc.assert(mutations, { numRuns: 150 });
  });

  it('would be refused for its spelling if the bytes were compared', async () => {
    const idempotent = larder.app.get(IdempotentRequests);
    const run = idempotent.run.bind(idempotent);
    const answered = async () => JSON.parse(first.text) as object;
    idempotent.run = (tx, request, _work, status) =>
      run(tx, { ...request, key: 'naive', body: { bytes: sent } }, answered, status);
    try {
      expect((await send(JSON.stringify(order))).text).toBe(first.text);
      const { failed } = await fc.check(otherWays(), { numRuns: 50 });
      expect(failed).toBe(true);
    } finally {
      idempotent.run = run;
    }
  });
});
