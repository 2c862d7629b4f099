// The whole shop on real input: a real catalogue, a basket of twelve, a real ride.
import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CatalogImport, type Store, StoresService } from '../src/catalog/index.js';
import { ManualClock } from '../src/kernel/clock.js';
import { DeliverySetup } from '../src/delivery-options/index.js';
import { Database } from '../src/platform/index.js';
import { expectBooksToBalance } from './support/books.js';
import { eventually } from './support/eventually.js';
import { Larder, type Person } from './support/larder.js';
import { cataloguePath, hasRealInput, readTrace, type TracePoint } from './support/real-input.js';
import { alwaysOpen } from './support/shop.js';

// One search per line of the basket, with prefixes and typing errors.
const wishes = [
  'full fat milk',
  'banan',
  'arabic bred',
  'basmati rice',
  'olive oil',
  'greek yogurt',
  'cheddar',
  'spagheti',
  'tuna',
  'orange juice',
  'toilet paper',
  'chocolat',
];
const initialStock = 20;

const clock = new ManualClock(new Date());

let larder: Larder;
let store: Store;
let customer: Person;
let picker: Person;
let driver: Person;
let dispatcher: Person;

beforeAll(async () => {
  larder = await Larder.open({ clock });
  [customer, picker, driver, dispatcher] = await Promise.all([
    larder.person('customer'),
    larder.person('picker'),
    larder.person('driver', 'Wei Zhang'),
    larder.person('dispatcher'),
  ]);
});
afterAll(() => larder?.close());

it.skipIf(!hasRealInput)(
  'delivers real goods along a real ride (../shared/data)',
  async () => {
    const trace = readTrace('T01');
    await openStoreAt(trace);
    const lines = await fillBasket();
    expect(lines).toHaveLength(12);
    const order = await orderThem(lines, trace.at(-1)!);
    await pick(order.id);
    const deliveryId = await assign(order.id);
    await ride(order.id, deliveryId, trace);
    await handOver(order, deliveryId);
    await checkTheBooks(order, lines);
  },
  180_000,
);

async function openStoreAt(trace: TracePoint[]): Promise<void> {
  const [start] = trace;
  store = await larder.app.get(StoresService).open({
    slug: 'north',
    name: 'North Grocer',
    currency: 'AED',
    timeZone: 'Asia/Shanghai',
    location: { lat: start!.lat, lng: start!.lng },
    openingHours: alwaysOpen,
  });
  const [lats, lngs] = [trace.map((point) => point.lat), trace.map((point) => point.lng)];
  const [south, north] = [Math.min(...lats) - 0.01, Math.max(...lats) + 0.01];
  const [west, east] = [Math.min(...lngs) - 0.01, Math.max(...lngs) + 0.01];
  await larder.app.get(DeliverySetup).openZone({
    storeId: store.id,
    name: 'along the ride',
    ring: [
      { lat: south, lng: west },
      { lat: south, lng: east },
      { lat: north, lng: east },
      { lat: north, lng: west },
    ],
    feeMinor: 900,
    freeFromMinor: 1_000_000,
  });
  const source = createReadStream(cataloguePath);
  const imported = await larder.app.get(CatalogImport).run(source, { initialStock });
  expect(imported).toMatchObject({ read: 12949, created: 12949, rejected: 0, noted: 0 });
}

interface BasketLine {
  productId: string;
  quantity: number;
  priceMinor: number;
}

async function fillBasket(): Promise<BasketLine[]> {
  const lines: BasketLine[] = [];
  for (const [index, wish] of wishes.entries()) {
    const found = await customer.get(`/v1/products?q=${encodeURIComponent(wish)}&inStock=true`);
    expect(found.status, `${wish}: ${found.text}`).toBe(200);
    const chosen = found.body.items.find(
      (item: { id: string }) => !lines.some((line) => line.productId === item.id),
    );
    expect(chosen, `nothing found for “${wish}”`).toBeDefined();
    const detail = await customer.get(`/v1/products/${chosen.slug}`);
    expect(detail.body.price).toEqual(chosen.price);
    const priceMinor = chosen.price.amountMinor;
    lines.push({ productId: chosen.id, quantity: 1 + (index % 3), priceMinor });
  }
  return lines;
}

async function orderThem(lines: BasketLine[], door: TracePoint) {
  const quote = await customer.post('/v1/quotes', {
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    deliverTo: { line1: '7 Long Lane', lat: door.lat, lng: door.lng },
  });
  expect(quote.status, quote.text).toBe(201);
  const subtotal = lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  const amount = (amountMinor: number) => ({ amountMinor, currency: 'AED' });
  const totals = {
    subtotal: amount(subtotal),
    fees: [{ code: 'delivery', amount: amount(900) }],
    taxes: [],
    total: amount(subtotal + 900),
  };
  // Nobody has chosen yet how to pay.
  expect(quote.body.totals).toEqual({ ...totals, rounding: amount(0) });

  const body = { quoteId: quote.body.id, paymentMethod: 'cash_on_delivery' };
  const key = { 'idempotency-key': 'scenario' };
  const placed = await customer.post('/v1/orders', body, key);
  expect(placed.status, placed.text).toBe(201);
  const again = await customer.post('/v1/orders', body, key);
  expect([again.status, again.text]).toEqual([201, placed.text]);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const cash = Math.round((subtotal + 900) / 25) * 25;
  const rounding = amount(cash - subtotal - 900);
  expect(placed.body.totals).toEqual({ ...totals, rounding });
  expect(placed.body.cashToCollect).toEqual(amount(cash));
  expect(placed.body.lines).toHaveLength(12);
  expect((await stockOf(lines)).map((row) => row.reserved)).toEqual(lines.map((l) => l.quantity));
  return placed.body as { id: string; number: number; cashToCollect: typeof totals.total };
}

async function pick(id: string): Promise<void> {
  const queue = await picker.get('/v1/picking/orders');
  expect(queue.body.items.map((order: { id: string }) => order.id)).toEqual([id]);
  for (const [action, status] of [
    ['accept', 'accepted'],
    ['start', 'picking'],
    ['ready', 'ready'],
  ]) {
    if (action === 'ready') await find(id);
    const moved = await picker.post(`/v1/picking/orders/${id}/${action}`);
    expect([moved.status, moved.body.status]).toEqual([200, status]);
    expect((await poll(id)).body.status).toBe(status);
  }
}

async function find(id: string): Promise<void> {
  const { body } = await picker.get(`/v1/orders/${id}`);
  for (const line of body.lines) {
    const found = { action: 'find', quantity: line.quantity };
    const picked = await picker.patch(`/v1/picking/orders/${id}/lines/${line.id}`, found);
    expect(picked.status, picked.text).toBe(200);
  }
  expect((await poll(id)).body.status).toBe('picking');
}

async function assign(orderId: string): Promise<string> {
  expect((await driver.post('/v1/driver/shift', { onDuty: true })).status).toBe(200);
  const board = await dispatcher.get('/v1/ops/board');
  expect(board.body.unassigned.map((order: { id: string }) => order.id)).toEqual([orderId]);
  const { driverId } = board.body.drivers[0];
  const assigned = await dispatcher.post(`/v1/ops/orders/${orderId}/assign`, { driverId });
  expect(assigned.status, assigned.text).toBe(201);
  const mine = await driver.get('/v1/driver/deliveries');
  return mine.body.items[0].id;
}

/** The trace in compressed time: a ping per fix, a poll per ten, late and repeated pings between. */
async function ride(orderId: string, deliveryId: string, trace: TracePoint[]): Promise<void> {
  const shift = await driver.post('/v1/driver/shift', { onDuty: true });
  const { epoch } = shift.body.session;
  const ping = async (seq: number) => {
    const { lat, lng } = trace[seq]!;
    return driver.post('/v1/driver/location', { epoch, fixes: [{ seq, lat, lng }] });
  };
  await ping(0);
  expect((await poll(orderId)).body).toMatchObject({
    position: null,
    positionStatus: 'not-shared',
  });
  const collected = await driver.post(`/v1/driver/deliveries/${deliveryId}/collect`);
  expect(collected.status, collected.text).toBe(200);
  await poll(orderId);

  const stale = (lastSeq: number) => ({ applied: false, reason: 'stale', lastSeq });
  const sqlBefore = larder.sqlForRequests;
  const seen: string[] = [];
  for (let seq = 1; seq < trace.length; seq += 1) {
    clock.advance(300);
    expect((await ping(seq)).body).toEqual({ applied: true, reason: null });
    if (seq % 10 !== 0) continue;
    expect((await ping(seq - 3)).body).toEqual(stale(seq));
    expect((await ping(seq)).body).toEqual(stale(seq));
    const { position, status } = (await poll(orderId)).body;
    expect(status).toBe('out_for_delivery');
    const { lat, lng } = trace[seq]!;
    expect(position).toMatchObject({ lat: rounded(lat), lng: rounded(lng), stale: false });
    seen.push(`${position.lat},${position.lng}`);
  }
  // The customer saw it move, always at the newest fix: 84 polls without any SQL.
  expect(seen).toHaveLength(84);
  expect(new Set(seen).size).toBeGreaterThan(60);
  expect(larder.sqlForRequests - sqlBefore).toBe(0);
}

async function handOver(
  order: { id: string; cashToCollect: { amountMinor: number } },
  deliveryId: string,
): Promise<void> {
  const cashCollectedMinor = order.cashToCollect.amountMinor;
  const done = await driver.post(`/v1/driver/deliveries/${deliveryId}/deliver`, {
    cashCollectedMinor,
    pin: (await customer.get(`/v1/orders/${order.id}`)).body.deliveryPin,
  });
  expect(done.status, done.text).toBe(200);
  const { body } = await poll(order.id);
  expect(body).toMatchObject({ status: 'delivered', position: null, pollAfterMs: null });
  expect(body.timeline.map((entry: { status: string }) => entry.status)).toEqual(moves);
}

const moves = ['placed', 'accepted', 'picking', 'ready', 'out_for_delivery', 'delivered'];

async function checkTheBooks(order: { id: string }, lines: BasketLine[]): Promise<void> {
  await expectBooksToBalance(larder);
  expect(await stockOf(lines)).toEqual(
    lines.map(({ quantity }) => ({ on_hand: initialStock - quantity, reserved: 0 })),
  );
  const database = larder.app.get(Database);
  const timeline = await database.query(
    'SELECT version, machine, to_status FROM order_timeline WHERE order_id = $1 ORDER BY version',
    [order.id],
  );
  const steps = [
    ...moves.slice(0, 3),
    ...lines.map(() => 'line found'),
    ...moves.slice(3),
    'payment captured',
  ];
  expect(timeline).toEqual(
    steps.map((step, index) => ({
      version: index + 1,
      machine: step.includes(' ') ? step.split(' ')[0] : 'order',
      to_status: step.split(' ').at(-1),
    })),
  );
  await eventually('the outbox is delivered', async () => {
    const [row] = await database.query<{ waiting: string }>(
      'SELECT count(*) AS waiting FROM outbox WHERE published_at IS NULL',
    );
    return row?.waiting === '0';
  });
  const events = await database.query<{ type: string }>(
    `SELECT type FROM outbox WHERE aggregate_type = 'order' AND aggregate_id = $1 ORDER BY id`,
    [order.id],
  );
  expect(events.map((event) => event.type)).toEqual(
    steps.map((step) =>
      step.includes(' ') ? step.replace('line', 'order_line').replace(' ', '.') : `order.${step}`,
    ),
  );
}

const poll = (orderId: string) => customer.get(`/v1/orders/${orderId}/tracking`);

const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

async function stockOf(lines: BasketLine[]): Promise<{ on_hand: number; reserved: number }[]> {
  const rows = await larder.app
    .get(Database)
    .query<{ product_id: string; on_hand: number; reserved: number }>(
      'SELECT product_id, on_hand, reserved FROM store_products WHERE product_id = ANY($1)',
      [lines.map((line) => line.productId)],
    );
  return lines.map((line) => {
    const { on_hand, reserved } = rows.find((row) => row.product_id === line.productId)!;
    return { on_hand, reserved };
  });
}
