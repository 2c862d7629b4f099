// Drivers who wait for offers around a test's own shop, and scheduled jobs run by hand.
import { DispatchOrderJob } from '../../src/drivers/use-cases/dispatch-order.job.js';
import { Dispatches } from '../../src/drivers/use-cases/dispatches.service.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { OrderLifecycle } from '../../src/orders/index.js';
import { UnitOfWork } from '../../src/platform/index.js';
import { forgetTrips } from './crowds.js';
import type { Larder, Person } from './larder.js';
import { idOf, wanted } from './people.js';
import type { QuoteOptions, Shop } from './shop.js';

const degreesPerKm = 1 / 111.195;

export interface WaitingDriver {
  readonly person: Person;
  readonly id: string;
  readonly epoch: number;
  readonly km: number;
}

interface OfferRow {
  readonly driver: string;
  readonly round: number;
  readonly search: number;
  readonly status: string;
}

/** Jobs dated by this clock are not due by the database's: the tests take each step themselves. */
export const dayAhead = () => new ManualClock(new Date(Date.now() + 24 * 60 * 60_000));

export class Dispatching {
  #seq = 0;

  constructor(
    private readonly larder: Larder,
    private readonly shop: Shop,
  ) {}

  /** A driver on shift for the shop, this far from it, with a fresh position. */
  async driverAt(km: number, terms: object = {}): Promise<WaitingDriver> {
    const person = await this.larder.person('driver');
    const wishes = { onDuty: true, store: this.shop.storeId, ...terms };
    const { session } = await wanted(200, person.post('/v1/driver/shift', wishes));
    const epoch = session.epoch as number;
    const driver = { person, id: await idOf(person), epoch, km };
    await this.ping(driver);
    return driver;
  }

  async ping(...drivers: readonly WaitingDriver[]): Promise<void> {
    for (const { person, epoch, km } of drivers) {
      const fix = { seq: (this.#seq += 1), lat: 0.4, lng: 0.4 + km * degreesPerKm };
      await wanted(200, person.post('/v1/driver/location', { epoch, fixes: [fix] }));
    }
  }

  /** The id of an order that the store has accepted, with a search for a driver. */
  async order(customer: Person, sku: string, options: QuoteOptions = {}): Promise<string> {
    const orderId = await this.shop.order(customer, [[sku, 1]], options);
    await this.shop.walkTo(orderId, 'accepted');
    await this.larder.delivered();
    return orderId;
  }

  /** As `order`, and picked by now. */
  async readyOrder(customer: Person, sku: string, options: QuoteOptions = {}): Promise<string> {
    const orderId = await this.order(customer, sku, options);
    await this.shop.walkTo(orderId, 'ready');
    return orderId;
  }

  /** Runs the job for the order's next step, now. */
  async step(orderId: string): Promise<void> {
    const { step } = await this.of(orderId);
    await this.larder.app.get(DispatchOrderJob).take({ orderId, step });
  }

  async of(orderId: string) {
    const [row] = await this.shop.sql<{
      status: string;
      search: number;
      round: number;
      step: number;
      returns: number;
      flagged: boolean;
      flaggedAt: Date | null;
    }>(
      `SELECT dispatches.status, search, round, step, returns,
         needs_dispatch_at IS NOT NULL AS flagged, needs_dispatch_at AS "flaggedAt"
       FROM dispatches JOIN orders ON orders.id = order_id WHERE order_id = $1`,
      [orderId],
    );
    return row!;
  }

  /** The drivers who were asked, in this order. */
  asked(orderId: string): Promise<OfferRow[]> {
    return this.shop.sql(
      `SELECT driver_id AS driver, round, search, status FROM offers
       WHERE order_id = $1 ORDER BY id`,
      [orderId],
    );
  }

  /** The driver's open offer; null when there is none. */
  async offerTo(driver: WaitingDriver) {
    return (await this.offersTo(driver))[0] ?? null;
  }

  async offersTo({ person }: WaitingDriver) {
    return (await wanted(200, person.get('/v1/driver/offers'))).items;
  }

  accept({ person }: WaitingDriver, offerId: string) {
    return person.post(`/v1/driver/offers/${offerId}/accept`);
  }

  decline({ person }: WaitingDriver, offerId: string) {
    return person.post(`/v1/driver/offers/${offerId}/decline`);
  }
}

let searches = 0;

/**
 * Removes all deliveries and offers, and starts a search for each of these orders, from a step that
 * no queued job waits for: the worker, which runs beside the test, takes none. Answers the data of
 * such a job.
 */
export async function searchAnew(
  { app }: Larder,
  shop: Shop,
  waiting: readonly string[],
): Promise<(orderId: string) => Promise<void>> {
  await forgetTrips(shop);
  searches += 1;
  const step = 1000 * searches;
  for (const orderId of waiting) {
    await app.get(UnitOfWork).run(async (tx) => {
      await app.get(OrderLifecycle).lock(tx, orderId, { role: 'system' });
      await app.get(Dispatches).begin(tx, orderId);
      await tx.query('UPDATE dispatches SET step = $2 WHERE order_id = $1', [orderId, step]);
    });
  }
  return (orderId) => app.get(DispatchOrderJob).take({ orderId, step });
}
