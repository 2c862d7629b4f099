// A driver: goes on shift, pings, fetches orders from the store and hands them over.
import { between } from './chance.mjs';
import { alongStreets, alongTrace, onTheWay, placeAt, rideOn } from './streets.mjs';

const pingMs = 2000;
/** Larder takes five pings a second from one driver. */
const leastPingMs = 250;
const lookMs = 5000;
/** Larder believes 500 metres at once, and 60 more each real second: drivers here leap no more. */
const leapM = 400;
const mostMps = 50;
const atDoorMs = 20_000;
const capacity = 3;
const beforeCollection = ['assigned', 'at_store'];
const beingPicked = ['accepted', 'picking'];

export class Driver {
  #epoch = 0;
  #seq = Date.now();
  #rides = 0;
  #route;
  #ridden = 0;
  #movedAt = performance.now();
  /** The driver's last place known to Larder, and its time. */
  #told = null;
  #unsent = [];

  constructor(world, client, number) {
    this.world = world;
    this.client = client;
    this.number = number;
    this.random = world.chance('driver', number);
    const shift = () => between(this.random, -300, 300);
    this.#route = [{ seconds: 0, ...placeAt(world.store.location, shift(), shift()) }];
  }

  async work() {
    if (!(await this.#goOnDuty())) return;
    this.world.driverIds.add(this.client.accountId);
    const pinging = this.#keepPinging();
    const answering = this.#keepAnswering();
    await this.#deliverAll();
    await pinging;
    await answering;
    // Deliveries that others assigned stay theirs to settle, and the shift stays open for them.
    const left = await this.client.take('GET /v1/driver/deliveries');
    if (left?.items.length !== 0) return;
    await this.client.ask('POST /v1/driver/shift', {
      body: { onDuty: false },
      fine: ['shift-has-deliveries'],
    });
  }

  async #goOnDuty() {
    const body = { onDuty: true, store: this.world.store.id, vehicle: 'scooter', capacity };
    const duty = await this.client.take('POST /v1/driver/shift', { body });
    this.#epoch = duty?.session.epoch ?? this.#epoch;
    return duty !== null;
  }

  get #isWorking() {
    return !this.world.isDone && !this.world.isAborted;
  }

  async #deliverAll() {
    while (this.#isWorking) {
      const found = await this.client.take('GET /v1/driver/deliveries');
      const delivery = found?.items.find(({ order }) => this.world.orders.has(order.id));
      if (delivery) await this.#deliver(delivery);
      else await this.world.wait(lookMs);
    }
  }

  /** Answers offers even while riding, because an offer is open for less time than a ride takes. */
  async #keepAnswering() {
    while (this.#isWorking) {
      const offers = await this.client.take('GET /v1/driver/offers');
      for (const { id } of offers?.items ?? []) await this.#accept(id);
      await this.world.wait(lookMs);
    }
  }

  /** An offer does not name its order: orders of other runs are given back. */
  async #accept(id) {
    const delivery = await this.client.take('POST /v1/driver/offers/{id}/accept', {
      params: { id },
      fine: ['offer-not-open', 'order-already-assigned', 'order-not-assignable', 'driver-busy'],
    });
    if (delivery && !this.world.orders.has(delivery.order.id)) {
      await this.#step(delivery, 'release', undefined, ['illegal-delivery-step']);
    }
  }

  /** From any step: steps that failed are tried again with the next look. */
  async #deliver(delivery) {
    if (delivery.status === 'assigned') {
      await this.#ride(this.world.store.location);
      if (!(await this.#step(delivery, 'arrive'))) return;
    }
    const packed = await this.#packed(delivery);
    if (!packed) return;
    if (beforeCollection.includes(packed.status) && !(await this.#step(packed, 'collect'))) return;
    if (packed.status !== 'at_customer') {
      await this.#ride(packed.deliverTo);
      if (!(await this.#step(packed, 'arrive'))) return;
    }
    await this.world.wait(atDoorMs);
    await this.#handOver(packed);
  }

  /** Waits until everything is picked, which fixes the cash due. Null: the order was taken away. */
  async #packed({ id }) {
    while (this.#isWorking) {
      const found = await this.client.take('GET /v1/driver/deliveries');
      const delivery = found?.items.find((each) => each.id === id);
      if (found && !delivery) return null;
      if (delivery && !beingPicked.includes(delivery.order.status)) return delivery;
      await this.world.wait(lookMs);
    }
    return null;
  }

  async #handOver(delivery) {
    const order = this.world.orders.get(delivery.order.id);
    const pin = delivery.proof === 'pin' ? await order.pin() : null;
    // The customer has not looked yet: ask again with the next look.
    if (delivery.proof === 'pin' && pin === null) return;
    await this.#step(delivery, 'deliver', {
      cashCollectedMinor: delivery.cashToCollect.amountMinor,
      ...(delivery.proof === 'pin'
        ? { pin }
        : { photoReference: `photos/simulation/${order.number}.jpg` }),
      ...(delivery.minimumAge !== null && { ageChecked: true }),
    });
  }

  async #step({ id }, action, body, fine = []) {
    const answer = await this.client.ask(`POST /v1/driver/deliveries/{id}/${action}`, {
      params: { id },
      body,
      fine,
    });
    return answer !== null && answer.code === undefined;
  }

  /** Rides until the driver is there. */
  async #ride(to) {
    const { traces } = this.world;
    const from = this.#here();
    const trace = traces?.[(this.number + this.#rides) % traces.length];
    this.#rides += 1;
    this.#route = trace
      ? alongTrace(trace, from, to, this.random)
      : alongStreets(from, to, this.random);
    this.#ridden = 0;
    this.#movedAt = performance.now();
    const { seconds } = this.#route.at(-1);
    while (this.#ridden < seconds && this.#isWorking && !this.world.isHurried) {
      await this.world.wait(1000);
    }
    if (this.world.isHurried) this.#ridden = seconds;
  }

  #here() {
    return onTheWay(this.#route, this.#ridden);
  }

  /** As far as the time allows, and as far as Larder believes. */
  #move() {
    const now = performance.now();
    const seconds = ((now - this.#movedAt) / 1000) * this.world.options.speed;
    this.#movedAt = now;
    const { place, at } = this.#told ?? { place: this.#here(), at: now };
    const mostM = leapM + (mostMps * (now - at)) / 1000;
    this.#ridden = rideOn(this.#route, this.#ridden, seconds, place, mostM);
  }

  async #keepPinging() {
    const every = Math.max(leastPingMs, pingMs / this.world.options.speed);
    // A hurried driver is there at once, which no position could show.
    while (this.#isWorking && !this.world.isHurried) {
      const began = performance.now();
      this.#move();
      this.#note();
      // Now and then the network fails for a moment, and the gathered fixes are sent together.
      if (this.random() > 0.1 || this.#unsent.length > 4) await this.#ping();
      await this.world.realWait(every - (performance.now() - began));
    }
  }

  #note() {
    const { lat, lng, headingDeg, mps } = this.#here();
    this.#seq += 1;
    this.#unsent.push({
      seq: this.#seq,
      lat,
      lng,
      accuracyM: 5,
      headingDeg,
      speedMps: Math.min(200, Math.round(mps * 10) / 10),
      recordedAt: new Date().toISOString(),
    });
  }

  async #ping() {
    const { meters } = this.world;
    const fixes = this.#unsent.splice(0, 50);
    const answer = await this.client.ask('POST /v1/driver/location', {
      body: { epoch: this.#epoch, fixes },
      fine: ['driver-off-shift'],
      once: true,
    });
    if (answer?.code === 'driver-off-shift') await this.#goOnDuty();
    if (!answer || answer.code !== undefined) {
      if (answer) meters.refuse(answer.code);
      return;
    }
    meters.pings += 1;
    if (answer.body.applied) {
      meters.applied += 1;
      this.#told = { place: fixes.at(-1), at: performance.now() };
    } else meters.refuse(answer.body.reason);
  }
}
