// Customers who poll two processes in turn while their orders are walked from placing to the door.
import { Fleet } from './fleet.js';
import type { DoneStep, PollHistory, SeenPoll } from './poll-history.js';
import { door, fresh } from './shop.js';

export interface Cast {
  readonly addresses: readonly string[];
  readonly storeId: string;
  readonly productId: string;
  /** Access tokens; the drivers are on shift, with room for all orders of their customers. */
  readonly customers: readonly string[];
  readonly picker: string;
  readonly dispatcher: string;
  readonly drivers: readonly {
    readonly id: string;
    readonly token: string;
    readonly epoch: number;
  }[];
}

interface Walk {
  readonly customer: number;
  at: string;
  isBusy: boolean;
  visits: number;
  orderId: string;
  lineId: string;
  deliveryId: string;
  dueMinor: number;
  pin: string | null;
  etag: string | null;
}

const pollMs = 1000;
const pingMs = 1000;
/** The delay of a late fix, by the phone's clock, in milliseconds. */
const lateMs = 20_000;

export class PollTraffic {
  readonly history: (SeenPoll | DoneStep)[] = [];
  /** How often polls of an order under way answered each `positionStatus`. */
  readonly positions: Record<string, number> = {};
  readonly fleet: Fleet;
  readonly #walks: Walk[];
  #isOver = false;

  constructor(private readonly cast: Cast) {
    this.fleet = new Fleet(cast.addresses);
    this.#walks = cast.customers.map((_, customer) => blankWalk(customer));
  }

  /** Runs until `finish` is called; `stepsPerSecond` of all orders together. */
  async run(stepsPerSecond: number): Promise<PollHistory> {
    await Promise.all([
      ...this.#walks.map((walk) => this.#every(pollMs, () => this.#poll(walk))),
      ...this.cast.drivers.map((_, driver) => this.#drive(driver)),
      this.#walkAll(1000 / stepsPerSecond),
    ]);
    return this.history;
  }

  finish(): void {
    this.#isOver = true;
  }

  async #every(milliseconds: number, work: () => Promise<void>): Promise<void> {
    await pause(Math.random() * milliseconds);
    while (!this.#isOver) {
      const began = performance.now();
      await work();
      await pause(milliseconds - (performance.now() - began));
    }
  }

  async #poll(walk: Walk): Promise<void> {
    const { orderId } = walk;
    if (orderId === '') return;
    const startedAt = performance.now();
    const headers: Record<string, string> = walk.etag ? { 'if-none-match': walk.etag } : {};
    const path = `/v1/orders/${orderId}/tracking`;
    const token = this.cast.customers[walk.customer]!;
    const { status, body, etag } = await this.fleet.send('GET', path, token, undefined, headers);
    if (orderId === walk.orderId && status === 200) {
      walk.etag = etag;
      walk.pin = body.deliveryPin;
    }
    if (status === 200 && body.status === 'out_for_delivery') {
      this.positions[body.positionStatus] = (this.positions[body.positionStatus] ?? 0) + 1;
    }
    const poll = status === 200 ? judgedOf(body) : null;
    this.history.push({ kind: 'poll', orderId, startedAt, status, poll });
  }

  /** Pings each second, and each time sends a late ping of the same shift to the other process. */
  async #drive(driver: number): Promise<void> {
    const { token, epoch } = this.cast.drivers[driver]!;
    let seq = 1000;
    await this.#every(pingMs, async () => {
      seq += 10;
      const fix = { lat: 0.4 + seq / 1e7, lng: 0.4 };
      const sent = Date.now();
      for (const [fixSeq, ageMs] of [
        [seq, 0],
        [seq - 15, lateMs],
      ] as const) {
        const recordedAt = new Date(sent - ageMs).toISOString();
        const fixes = [{ seq: fixSeq, ...fix, recordedAt }];
        await this.fleet.send('POST', '/v1/driver/location', token, { epoch, fixes });
      }
    });
  }

  async #walkAll(milliseconds: number): Promise<void> {
    const steps: Promise<void>[] = [];
    for (let next = 0; !this.#isOver; next += 1) {
      const walk = this.#walks[next % this.#walks.length]!;
      if (!walk.isBusy) {
        walk.isBusy = true;
        steps.push(this.#step(walk).finally(() => (walk.isBusy = false)));
      }
      await pause(milliseconds);
    }
    await Promise.all(steps);
  }

  async #step(walk: Walk): Promise<void> {
    const { orderId } = walk;
    const picking = `/v1/picking/orders/${orderId}`;
    const { picker } = this.cast;
    switch (walk.at) {
      case 'placed':
        if (walk.customer % 10 === walk.visits % 10) return this.#cancel(walk);
        return this.#move(walk, 'accepted', 'POST', `${picking}/accept`, picker);
      case 'accepted':
        return this.#move(walk, 'picking', 'POST', `${picking}/start`, picker);
      case 'picking':
        await this.fleet.write('PATCH', `${picking}/lines/${walk.lineId}`, picker, {
          action: 'find',
          quantity: 1,
        });
        return this.#move(walk, 'ready', 'POST', `${picking}/ready`, picker);
      case 'ready':
        return this.#assign(walk);
      case 'assigned':
        return this.#move(
          walk,
          'out_for_delivery',
          'POST',
          this.#delivery(walk, 'collect'),
          this.#driverOf(walk).token,
        );
      case 'out_for_delivery':
        walk.visits += 1;
        return walk.visits % 4 === 0 && walk.pin !== null ? this.#deliver(walk) : undefined;
      default:
        return this.#place(walk);
    }
  }

  async #place(walk: Walk): Promise<void> {
    const token = this.cast.customers[walk.customer]!;
    const { storeId, productId } = this.cast;
    const lines = [{ productId, quantity: 1 }];
    const quote = await this.fleet.write('POST', '/v1/quotes', token, {
      store: storeId,
      lines,
      deliverTo: door,
    });
    if (!quote) return;
    const body = { quoteId: quote.id, paymentMethod: 'cash_on_delivery' };
    const order = await this.fleet.write('POST', '/v1/orders', token, body, {
      'idempotency-key': fresh('walk'),
    });
    if (!order) return;
    const { customer, visits } = walk;
    Object.assign(walk, blankWalk(customer), {
      visits: visits + 1,
      isBusy: true,
      at: 'placed',
      orderId: order.id,
      lineId: order.lines[0].id,
      dueMinor: order.cashToCollect.amountMinor,
    });
    this.#done(walk.orderId, 'customer', 'placed');
  }

  async #cancel(walk: Walk): Promise<void> {
    const token = this.cast.customers[walk.customer]!;
    const path = `/v1/orders/${walk.orderId}/cancel`;
    if (!(await this.fleet.write('POST', path, token, {}))) return;
    walk.at = 'cancelled';
    this.#done(walk.orderId, 'customer', 'cancelled');
  }

  async #assign(walk: Walk): Promise<void> {
    const path = `/v1/ops/orders/${walk.orderId}/assign`;
    const { id: driverId } = this.#driverOf(walk);
    const assigned = await this.fleet.write('POST', path, this.cast.dispatcher, { driverId });
    if (assigned) Object.assign(walk, { at: 'assigned', deliveryId: assigned.deliveryId });
  }

  async #deliver(walk: Walk): Promise<void> {
    const body = { cashCollectedMinor: walk.dueMinor, pin: walk.pin };
    const { token } = this.#driverOf(walk);
    await this.#move(walk, 'delivered', 'POST', this.#delivery(walk, 'deliver'), token, body);
  }

  async #move(
    walk: Walk,
    to: string,
    ...[method, path, token, body]: [string, string, string, object?]
  ): Promise<void> {
    if (!(await this.fleet.write(method, path, token, body))) return;
    walk.at = to;
    this.#done(walk.orderId, 'staff', to);
  }

  #done(orderId: string, by: DoneStep['by'], status: string): void {
    this.history.push({ kind: 'step', orderId, by, status, answeredAt: performance.now() });
  }

  #driverOf({ customer }: Walk) {
    return this.cast.drivers[customer % this.cast.drivers.length]!;
  }

  #delivery({ deliveryId }: Walk, action: string): string {
    return `/v1/driver/deliveries/${deliveryId}/${action}`;
  }
}

function blankWalk(customer: number): Walk {
  return {
    customer,
    at: '',
    isBusy: false,
    visits: 0,
    orderId: '',
    lineId: '',
    deliveryId: '',
    dueMinor: 0,
    pin: null,
    etag: null,
  };
}

/** A copy of only the judged fields, because there are many polls. */
function judgedOf({ status, timeline, lines, position }: any) {
  return {
    status,
    timeline,
    lines: lines.map((line: { status: string }) => ({ status: line.status })),
    position: position && { recordedAt: position.recordedAt },
  };
}

const pause = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.max(1, milliseconds)));
