// A customer: looks around, orders, follows the order until it is there, and begins again.
import { between, oneOf } from './chance.mjs';
import { Client } from './larder-client.mjs';
import { PollJudge } from './poll-judge.mjs';
import { placeAt } from './streets.mjs';

const names = ['Amina', 'Bruno', 'Chidi', 'Dalia', 'Emre', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jun'];
const farthestM = 1500;
const baskets = 8;
/** Refusals of a basket that is then packed again. */
const unlucky = [
  'insufficient-stock',
  'product-unavailable',
  'over-limit',
  'basket-below-minimum',
  'price-changed',
  'quote-expired',
];

export class Customer {
  #cards = true;

  constructor(world, number) {
    this.world = world;
    this.number = number;
    this.client = new Client(world, {
      email: `customer-${number}-${world.run}@simulate.example`,
      password: `${world.run} ${Math.random()}`,
    });
  }

  async live() {
    const { email, password } = this.client.login;
    const displayName = names[this.number % names.length];
    await this.client.ask('POST /v1/auth/register', {
      body: { email, password, displayName },
      // A request lost on the way may have arrived.
      fine: ['email-taken'],
      isPublic: true,
    });
    if (!(await this.client.logIn())) return;
    for (const number of this.world.ordersOf(this.number)) {
      const order = await this.#order(number);
      if (order) await this.#follow(order);
    }
  }

  async #order(number) {
    const { world } = this;
    const random = world.chance('order', number);
    const deliverTo = await this.#door(random, number);
    const turns = deliverTo ? baskets : 0;
    for (let turn = 0; turn < turns; turn += 1) {
      const lines = await this.#basket(random);
      if (lines.length === 0) break;
      await world.wait(5000);
      // A hurried customer has no time to begin anything.
      if (world.isHurried || world.isAborted) return null;
      const placed = await this.#place(random, number, turn, { lines, deliverTo });
      if (placed) return this.#noted(number, placed);
    }
    if (world.isHurried || world.isAborted) return null;
    world.meters.surprise('an order', deliverTo ? 'not-placed' : 'no-door', `of ${number}`);
    return null;
  }

  async #place(random, number, turn, { lines, deliverTo }) {
    const quote = await this.#quote({ store: this.world.store.id, lines, deliverTo });
    if (!quote) return null;
    const wantsCard = random() < 0.5;
    for (;;) {
      const isCard = wantsCard && this.#cards;
      const answer = await this.client.ask('POST /v1/orders', {
        body: {
          quoteId: quote.id,
          expectedTotal: quote.totals.total,
          ...(isCard
            ? { paymentMethod: 'card', paymentToken: 'tok_ok' }
            : { paymentMethod: 'cash_on_delivery' }),
          ...(quote.minimumAge !== null && { ageConfirmed: true }),
        },
        headers: { 'idempotency-key': `${this.world.run}-${number}-${turn}-${isCard}` },
        fine: [...unlucky, 'cards-not-taken'],
      });
      if (answer?.code !== 'cards-not-taken')
        return answer?.code === undefined ? answer?.body : null;
      this.#cards = false;
    }
  }

  /** Goods with a minimum age are not left at the door: then somebody is there. */
  async #quote(body) {
    const fine = [...unlucky, 'receiver-required'];
    const answer = await this.client.ask('POST /v1/quotes', { body, fine });
    if (answer?.code === 'receiver-required') {
      const deliverTo = { ...body.deliverTo, leaveAtDoor: false };
      return this.#quote({ ...body, deliverTo });
    }
    return answer && answer.code === undefined ? answer.body : null;
  }

  #noted(number, { id, status }) {
    const order = { id, number, status, pin: () => this.#pinOf(order) };
    this.world.orders.set(id, order);
    this.world.moved();
    return order;
  }

  /** A place that the store delivers to. */
  async #door(random, number) {
    const { store } = this.world;
    for (let tries = 0; tries < 20; tries += 1) {
      const shift = () => between(random, -farthestM, farthestM);
      const { lat, lng } = placeAt(store.location, shift(), shift());
      const query = { store: store.id, lat: lat.toFixed(6), lng: lng.toFixed(6) };
      const found = await this.client.take('GET /v1/serviceability', {
        query,
        fine: ['out-of-service-area'],
      });
      if (!found) continue;
      return {
        line1: `${between(random, 1, 99)} Simulation Street`,
        lat: Number(query.lat),
        lng: Number(query.lng),
        leaveAtDoor: random() < 0.2,
        notes: `Order ${number} of a simulation`,
      };
    }
    return null;
  }

  /** Browses a shelf, searches for something on it, and takes enough for the store to deliver. */
  async #basket(random) {
    const { store } = this.world;
    const least = Math.max(store.minimumBasket.amountMinor, 1500);
    const query = { store: store.id, inStock: 'true' };
    const all = await this.#products({ ...query, limit: '100' });
    if (all.length === 0) return [];
    const { path } = oneOf(random, all);
    const shelf = await this.#products({ ...query, category: path[0].id });
    const [word] = oneOf(random, all).name.split(' ');
    const found = await this.#products({ ...query, q: word });
    await this.client.take('GET /v1/products/{id}', {
      params: { id: oneOf(random, all).slug },
      query: { store: store.id },
      fine: ['product-not-found'],
    });
    const lines = new Map();
    let subtotal = 0;
    for (let tries = 0; tries < 12 && (subtotal < least || lines.size < 2); tries += 1) {
      const product = oneOf(random, [...shelf, ...found, ...all.slice(0, 20)]);
      const isWeight = product.unit === 'g';
      const most = Math.min(product.limitPerOrder ?? 3, isWeight ? 1000 : 3);
      const quantity = isWeight ? Math.min(500, most) : between(random, 1, most);
      const preference = oneOf(random, ['refund', 'similar', 'contact']);
      if (lines.has(product.id)) continue;
      lines.set(product.id, { productId: product.id, quantity, preference });
      subtotal += (product.price.amountMinor * quantity) / (isWeight ? 1000 : 1);
    }
    return [...lines.values()];
  }

  async #products(query) {
    return (await this.client.take('GET /v1/products', { query }))?.items ?? [];
  }

  async #follow(order) {
    const { world } = this;
    const judge = new PollJudge();
    let etag = null;
    let openLines = null;
    let pollAfterMs = 1000;
    while (!world.isAborted) {
      const answer = await this.#poll(order, etag);
      if (answer.status === 200) {
        for (const fault of judge.judge(answer.body)) {
          world.meters.surprise('a poll', fault, `order ${order.number}`);
        }
        ({ etag } = answer);
        pollAfterMs = answer.body.pollAfterMs;
        const open = answer.body.lines.filter(({ status }) => status === 'pending').length;
        if (order.status !== answer.body.status || openLines !== open) world.moved();
        order.status = answer.body.status;
        openLines = open;
        if (pollAfterMs === null) return;
        await this.#decide(order, answer.body.lines);
      }
      if (world.isStuck) {
        world.meters.surprise('an order', 'does-not-end', `${order.number}: ${order.status}`);
        return;
      }
      const nextMs = world.isHurried ? 0 : pollAfterMs / world.options.speed;
      await world.realWait(answer.retryAfterMs ?? Math.max(200, nextMs));
    }
  }

  async #poll(order, etag) {
    const answer = await this.client.ask('GET /v1/orders/{id}/tracking', {
      params: order,
      headers: etag ? { 'if-none-match': etag } : {},
      once: true,
    });
    if (answer === null) return { status: 0 };
    if (answer.code === undefined) this.world.meters.poll(answer.ms, answer.status === 304);
    return answer;
  }

  async #decide(order, lines) {
    for (const line of lines) {
      const decision = line.allowedActions.find((action) =>
        ['approve', 'decline'].includes(action),
      );
      if (!decision) continue;
      const isTaken = this.world.chance('decision', order.number, line.name)() < 0.7;
      await this.client.ask('POST /v1/orders/{id}/lines/{lineId}/substitution', {
        params: { id: order.id, lineId: line.id },
        body: { decision: isTaken ? 'approve' : 'decline' },
        fine: ['illegal-line-step'],
      });
    }
  }

  /** The PIN that the customer reads out to the driver at the door. */
  async #pinOf(order) {
    const poll = await this.client.take('GET /v1/orders/{id}/tracking', { params: order });
    return poll?.deliveryPin ?? null;
  }
}
