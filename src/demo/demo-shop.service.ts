import { createReadStream } from 'node:fs';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountsService } from '../accounts/index.js';
import { CatalogueImport, type Store, StoresService } from '../catalog/index.js';
import { Clock } from '../kernel/clock.js';
import { OrderSetup } from '../orders/index.js';
import { AppConfig } from '../platform/index.js';
import { demoLogins } from './demo-accounts.js';

const products = new URL('../catalog/demo/demo-products.csv', import.meta.url);
const slug = 'harbour';
const hour = 60 * 60_000;

/** Opens the demo shop once: in the embedded mode, or where SEED_DEMO asks for it. */
@Injectable()
export class DemoShop implements OnApplicationBootstrap {
  readonly #log = new Logger(DemoShop.name);

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly stores: StoresService,
    private readonly catalogue: CatalogueImport,
    private readonly orders: OrderSetup,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.seedDemo) return;
    const stores = await this.stores.all();
    // A shop of somebody's own is no place for demo goods.
    if (stores.some((store) => store.slug !== slug)) return;
    for (const login of demoLogins) {
      if (!(await this.accounts.findByEmail(login.email))) await this.accounts.create(login);
    }
    const store = stores[0] ?? (await this.#open());
    await this.#keepSlots(store);
  }

  async #open(): Promise<Store> {
    const store = await this.stores.open({
      slug,
      name: 'Harbour Grocers',
      currency: 'AED',
      timeZone: 'Asia/Dubai',
      location: { lat: 25.0805, lng: 55.1403 },
      openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        opens: '08:00',
        closes: '23:00',
      })),
      holidays: holidaysFrom(this.clock.now().getUTCFullYear()),
      minimumBasketMinor: 500,
    });
    await this.orders.openZone({
      storeId: store.id,
      name: 'Harbour and Marina',
      ring: [
        { lat: 25.055, lng: 55.115 },
        { lat: 25.055, lng: 55.17 },
        { lat: 25.11, lng: 55.17 },
        { lat: 25.11, lng: 55.115 },
      ],
      deliveryFeeMinor: 700,
      freeFromMinor: 10_000,
    });
    await this.catalogue.run(createReadStream(products), { store: store.id });
    this.#log.log('The demo shop is open.');
    return store;
  }

  /** A trial started days later still has slots: the next 48 hours always do. */
  async #keepSlots(store: Store): Promise<void> {
    const now = this.clock.now().getTime();
    const first = Math.ceil(now / (2 * hour)) * 2 * hour;
    for (let startsAt = first; startsAt < now + 48 * hour; startsAt += 2 * hour) {
      await this.orders.openSlot({
        storeId: store.id,
        startsAt: new Date(startsAt),
        endsAt: new Date(startsAt + 2 * hour),
        cutoffAt: new Date(startsAt - hour / 2),
        capacity: 20,
      });
    }
  }
}

/** Of the year and the next: open later than on other days. */
function holidaysFrom(year: number) {
  const late = [{ opens: '10:00', closes: '22:00' }];
  return [year, year + 1].flatMap((each) => [
    { date: `${each}-01-01`, name: 'New Year’s Day', hours: late },
    { date: `${each}-12-02`, name: 'National Day', hours: late },
  ]);
}
