// A shop of a test's own: opened through the modules, sold from and walked by HTTP.
import { CatalogImport, StoresService } from '../../src/catalog/index.js';
import { Clock } from '../../src/kernel/clock.js';
import {
  DeliverySetup,
  SlotRepository,
  type StoreTerms,
} from '../../src/delivery-options/index.js';
import { type OrderStatus } from '../../src/orders/index.js';
import { Database, UnitOfWork } from '../../src/platform/index.js';
import type { Answer, Larder, Person } from './larder.js';
import { collect, goOnDuty, idOf, wanted } from './people.js';
import type { NewSlot } from '../../src/delivery-options/slots/slot.js';

export interface ShopProduct {
  readonly sku: string;
  /** In pieces, or in grams if sold by weight. */
  readonly stock?: number;
  /** The price of a piece, or of a kilogram. */
  readonly priceMinor?: number;
  readonly soldBy?: 'each' | 'weight';
  readonly minimumAge?: number;
}

export interface ShopOptions {
  readonly products: readonly ShopProduct[];
  readonly terms?: Partial<StoreTerms>;
  readonly slotCapacity?: number;
}

/** The SKUs and quantities, with the customer's wishes for a line. */
export type Lines = readonly (readonly [sku: string, quantity: number, wishes?: object])[];

export interface QuoteOptions {
  /** In the shop's slot, instead of as soon as possible. */
  readonly inSlot?: boolean;
  /** Metres north of the usual door. */
  readonly doorNorthM?: number;
}

const hour = 60 * 60_000;
export const alwaysOpen = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opens: '00:00',
  closes: '24:00',
}));
export const door = { line1: '1 Test Street', lat: 0.5, lng: 0.5 };
/** The happy path. */
export const path = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
  'delivered',
] as const;
export type Step = (typeof path)[number];

let count = 0;
/** A new key, name or slug. */
export const fresh = (what: string) => `${what}-${(count += 1)}`;

export const aed = (amountMinor: number) => ({ amountMinor, currency: 'AED' });

/** Opens a store, a zone around its door, and a slot in three hours; delivery costs AED 7. */
export async function openShop(larder: Larder, options: ShopOptions): Promise<Shop> {
  const slug = fresh('shop');
  const store = await larder.app.get(StoresService).open({
    slug,
    name: 'Test Shop',
    currency: 'AED',
    timeZone: 'Asia/Dubai',
    location: { lat: 0.4, lng: 0.4 },
    openingHours: alwaysOpen,
  });
  const setup = larder.app.get(DeliverySetup);
  const corners: [number, number][] = [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0],
  ];
  await setup.openZone({
    storeId: store.id,
    name: 'around',
    ring: corners.map(([lat, lng]) => ({ lat, lng })),
    feeMinor: 700,
    freeFromMinor: 10_000,
  });
  if (options.terms) await setup.setTerms(store.id, options.terms);
  const startsAt = larder.app.get(Clock).now().getTime() + 3 * hour;
  const slotId = await openSlot(larder, {
    storeId: store.id,
    startsAt: new Date(startsAt),
    endsAt: new Date(startsAt + 2 * hour),
    cutoffAt: new Date(startsAt - hour),
    capacity: options.slotCapacity ?? 100,
  });
  const shop = new Shop(larder, store.id, slotId);
  await shop.stockUp(options.products);
  return shop;
}

export class Shop {
  readonly #productIds = new Map<string, string>();
  #staff: Promise<Record<'picker' | 'dispatcher', Person>> | undefined;

  constructor(
    private readonly larder: Larder,
    readonly storeId: string,
    readonly slotId: string,
  ) {}

  /** Imports the products; a second run changes prices, and stock where it is given. */
  async stockUp(products: readonly ShopProduct[]): Promise<void> {
    const rows = products.map(({ sku, priceMinor = 1000, soldBy = 'each', minimumAge, stock }) => {
      const price = (priceMinor / 100).toFixed(2);
      return `${sku},${sku},Tests,,,${price},AED,${soldBy},${minimumAge ?? ''},${stock ?? ''}`;
    });
    async function* file() {
      yield [
        'sku,name,category,subcategory,size,price,currency,sold_by,minimum_age,stock',
        ...rows,
      ].join('\n');
    }
    const { rejected } = await this.larder.app.get(CatalogImport).run(file(), {
      store: this.storeId,
    });
    if (rejected > 0) throw new Error(`${rejected} products of the test were rejected`);
    const found = await this.sql<{ id: string; sku: string }>(
      'SELECT id, sku FROM products WHERE sku = ANY($1)',
      [products.map((product) => product.sku)],
    );
    for (const { id, sku } of found) this.#productIds.set(sku, id);
  }

  productId(sku: string): string {
    const id = this.#productIds.get(sku);
    if (id === undefined) throw new Error(`The shop has no ${sku}`);
    return id;
  }

  askQuote(
    person: Person,
    lines: Lines,
    { inSlot = false, doorNorthM = 0 }: QuoteOptions = {},
  ): Promise<Answer> {
    return person.post('/v1/quotes', {
      store: this.storeId,
      lines: lines.map(([sku, quantity, wishes]) => ({
        productId: this.productId(sku),
        quantity,
        ...wishes,
      })),
      deliverTo: { ...door, lat: door.lat + doorNorthM / 111_195 },
      ...(inSlot && { slotId: this.slotId }),
    });
  }

  /** The id of a new quote. */
  async quoteFor(person: Person, lines: Lines, options: QuoteOptions = {}): Promise<string> {
    return (await wanted(201, this.askQuote(person, lines, options))).id;
  }

  place(
    person: Person,
    quoteId: string,
    key: string = fresh('key'),
    more: object = {},
  ): Promise<Answer> {
    const body = { quoteId, paymentMethod: 'cash_on_delivery', ...more };
    return person.post('/v1/orders', body, { 'idempotency-key': key });
  }

  /** The id of a new order. */
  async order(person: Person, lines: Lines, options: QuoteOptions = {}): Promise<string> {
    const quoteId = await this.quoteFor(person, lines, options);
    return (await wanted(201, this.place(person, quoteId))).id;
  }

  /** One picker and one dispatcher, hired on first use. */
  staff(): Promise<Record<'picker' | 'dispatcher', Person>> {
    this.#staff ??= Promise.all([
      this.larder.person('picker'),
      this.larder.person('dispatcher'),
    ]).then(([picker, dispatcher]) => ({ picker, dispatcher }));
    return this.#staff;
  }

  /** Takes a placed order along the path to a status; beyond the store it needs a driver. */
  async walkTo(orderId: string, status: Step, driver?: Person): Promise<void> {
    const { picker } = await this.staff();
    const until = path.indexOf(status);
    let at = path.indexOf((await wanted(200, picker.get(`/v1/orders/${orderId}`))).status);
    for (; at < until && at < 3; at += 1) {
      const action = ['accept', 'start', 'ready'][at];
      if (action === 'ready') await this.pickAll(orderId, picker);
      await wanted(200, picker.post(`/v1/picking/orders/${orderId}/${action}`));
    }
    if (at >= until) return;
    if (!driver) throw new Error('Somebody has to drive.');
    const deliveryId = await this.#deliveryOf(orderId, driver);
    if (at === 3) await wanted(200, collect(driver, deliveryId));
    if (status === 'delivered') await wanted(200, this.deliver(driver, deliveryId));
  }

  /** Picks everything that was ordered. */
  async pickAll(orderId: string, picker: Person): Promise<void> {
    const { lines } = await wanted(200, picker.get(`/v1/orders/${orderId}`));
    for (const { id, quantity } of lines) {
      const found = { action: 'find', quantity };
      await wanted(200, picker.patch(`/v1/picking/orders/${orderId}/lines/${id}`, found));
    }
  }

  async assign(orderId: string, driver: Person): Promise<Answer> {
    const { dispatcher } = await this.staff();
    const driverId = await idOf(driver);
    return dispatcher.post(`/v1/ops/orders/${orderId}/assign`, { driverId });
  }

  /** Hands over with the customer’s PIN and exactly the cash that is due. */
  async deliver(driver: Person, deliveryId: string): Promise<Answer> {
    const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
    const due = items.find((item: { id: string }) => item.id === deliveryId).cashToCollect;
    return driver.post(`/v1/driver/deliveries/${deliveryId}/deliver`, {
      cashCollectedMinor: due.amountMinor,
      pin: await this.pinOf(deliveryId),
    });
  }

  /** The PIN that the customer tells the driver. */
  async pinOf(deliveryId: string): Promise<string> {
    const [row] = await this.sql<{ pin: string }>(
      `SELECT delivery_pin AS pin FROM orders JOIN deliveries ON order_id = orders.id
       WHERE deliveries.id = $1`,
      [deliveryId],
    );
    return row!.pin;
  }

  async #deliveryOf(orderId: string, driver: Person): Promise<string> {
    const { items } = await wanted(200, driver.get('/v1/driver/deliveries'));
    const mine = items.find((item: { order: { id: string } }) => item.order.id === orderId);
    if (mine) return mine.id;
    await goOnDuty(driver, this.storeId);
    return (await wanted(201, this.assign(orderId, driver))).deliveryId;
  }

  async stockOf(sku: string): Promise<{ onHand: number; reserved: number }> {
    const [row] = await this.sql<{ onHand: number; reserved: number }>(
      `SELECT on_hand AS "onHand", reserved FROM store_products
       WHERE store_id = $1 AND product_id = $2`,
      [this.storeId, this.productId(sku)],
    );
    return row!;
  }

  async slotTaken(): Promise<number> {
    const [row] = await this.sql<{ taken: number }>(
      'SELECT taken FROM delivery_slots WHERE id = $1',
      [this.slotId],
    );
    return row!.taken;
  }

  orders(): Promise<{ id: string; status: OrderStatus; version: number }[]> {
    return this.sql('SELECT id, status, version FROM orders WHERE store_id = $1', [this.storeId]);
  }

  /** The steps of the order itself. */
  timeline(orderId: string): Promise<{ from: string | null; to: string }[]> {
    return this.sql(
      `SELECT from_status AS "from", to_status AS "to" FROM order_timeline
       WHERE order_id = $1 AND machine = 'order' ORDER BY version`,
      [orderId],
    );
  }

  /** The types of the facts about an order itself, in the order of writing. */
  async eventsOf(orderId: string): Promise<string[]> {
    const rows = await this.sql<{ type: string }>(
      `SELECT type FROM outbox WHERE aggregate_type = 'order' AND aggregate_id = $1
         AND type LIKE 'order.%' ORDER BY id`,
      [orderId],
    );
    return rows.map((row) => row.type);
  }

  sql<T = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return this.larder.app.get(Database).query<T>(text, parameters);
  }
}

/** The slot's id. */
export async function openSlot(larder: Larder, slot: NewSlot): Promise<string> {
  const slots = larder.app.get(SlotRepository);
  const opened = await larder.app.get(UnitOfWork).run((tx) => slots.insert(tx, slot));
  return opened!.id;
}
