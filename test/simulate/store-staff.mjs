// The store's people: a picker, and a dispatcher.

const lookMs = 5000;
const walkMs = 6000;
/** In real milliseconds, because Larder's searches run at real speed. */
const leastOfferingMs = 3000;

/** Accepts and picks the orders of this run; orders of others are left alone. */
export class Picker {
  constructor(world, client) {
    this.world = world;
    this.client = client;
  }

  get #isWorking() {
    return !this.world.isDone && !this.world.isAborted;
  }

  async work() {
    const { world } = this;
    const picks = [];
    while (this.#isWorking) {
      const query = { store: world.store.id, limit: '100' };
      const queue = await this.client.take('GET /v1/picking/orders', { query });
      for (const { id } of queue?.items ?? []) {
        const order = world.orders.get(id);
        if (!order || order.isPicked) continue;
        order.isPicked = true;
        picks.push(this.#pick(order));
      }
      await world.wait(lookMs);
    }
    await Promise.all(picks);
  }

  async #pick(order) {
    const { world } = this;
    for (const step of ['accept', 'start']) {
      if (!(await this.#step(order, step))) return;
      await world.wait(walkMs);
    }
    // Until nothing is left to take, and the customer has answered.
    while (this.#isWorking) {
      const picking = await this.client.take('GET /v1/orders/{id}', { params: order });
      for (const [index, line] of (picking?.lines ?? []).entries()) {
        if (line.status !== 'pending') continue;
        await this.#take(order, line, index);
        await world.wait(walkMs);
      }
      const isOpen = ({ status }) => status === 'pending' || status === 'substitute_proposed';
      if (picking && !picking.lines.some(isOpen)) break;
      await world.wait(lookMs);
    }
    await this.#step(order, 'ready');
  }

  #step(order, step, fine = []) {
    return this.client.ask(`POST /v1/picking/orders/{id}/${step}`, { params: order, fine });
  }

  /** The first line is always in stock, so that there is something to deliver. */
  async #take(order, line, index) {
    const roll = this.world.chance('line', order.number, index)();
    const { quantity, unit } = line;
    if (index > 0 && roll > 0.9) return this.#withoutIt(order, line);
    if (index > 0 && roll > 0.8 && unit === 'each' && quantity > 1) {
      return this.#patch(order, line, { action: 'short', quantity: quantity - 1 });
    }
    return this.#patch(order, line, { action: 'find', quantity });
  }

  /** A substitute or nothing, as the customer wishes. */
  async #withoutIt(order, line) {
    const refund = { action: 'refund', reasonCode: 'out_of_stock' };
    const action = { similar: 'substitute', contact: 'propose' }[line.preference];
    if (!action) return this.#patch(order, line, refund);
    const offered = await this.client.take(
      'GET /v1/picking/orders/{id}/lines/{lineId}/substitutes',
      { params: { id: order.id, lineId: line.id } },
    );
    const other = offered?.items.find(
      ({ unit, price }) => unit === line.unit && price.amountMinor <= line.price.amountMinor,
    );
    if (!other) return this.#patch(order, line, refund);
    const instead = { action, productId: other.id, quantity: line.quantity };
    const unfit = ['substitute-unsuitable', 'insufficient-stock', 'customer-must-be-asked'];
    const answer = await this.#patch(order, line, instead, unfit);
    return answer?.code === undefined ? answer : this.#patch(order, line, refund);
  }

  #patch(order, line, body, fine = []) {
    const params = { id: order.id, lineId: line.id };
    return this.client.ask('PATCH /v1/picking/orders/{id}/lines/{lineId}', { params, body, fine });
  }
}

/** Gives each order to the nearest driver of this run with room. */
export class Dispatcher {
  /** When the board first showed each order without a driver. */
  #waiting = new Map();

  constructor(world, client) {
    this.world = world;
    this.client = client;
  }

  async work() {
    const { world } = this;
    while (!world.isDone && !world.isAborted) {
      const board = await this.client.take('GET /v1/ops/board');
      for (const { id } of board?.unassigned ?? []) {
        if (world.orders.has(id) && this.#isOurs(id)) await this.#assign(id, board);
      }
      await world.wait(lookMs);
    }
  }

  /** Only orders that nobody wanted for long: Larder offers orders to drivers by itself. */
  #isOurs(id) {
    if (!this.#waiting.has(id)) this.#waiting.set(id, performance.now());
    const { isHurried, options } = this.world;
    const mostMs = Math.max(leastOfferingMs, 180_000 / options.speed);
    return isHurried || performance.now() - this.#waiting.get(id) > mostMs;
  }

  async #assign(id, board) {
    const busy = ['driver-busy', 'driver-off-shift'];
    const settled = ['order-already-assigned', 'order-not-assignable'];
    for (const driverId of await this.#nearest(id, board)) {
      const answer = await this.client.ask('POST /v1/ops/orders/{id}/assign', {
        params: { id },
        body: { driverId },
        fine: [...busy, ...settled],
      });
      if (!busy.includes(answer?.code)) return;
    }
  }

  async #nearest(orderId, { drivers }) {
    const answer = await this.client.ask('GET /v1/ops/drivers/nearby', {
      query: { orderId },
      fine: ['location-store-unavailable'],
    });
    const known = answer?.body?.items ?? drivers;
    return known.map(({ driverId }) => driverId).filter(this.#isOurDriver);
  }

  #isOurDriver = (driverId) => this.world.driverIds.has(driverId);
}
