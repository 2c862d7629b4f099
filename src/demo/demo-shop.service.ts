import { createReadStream } from 'node:fs';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountsService } from '../accounts/index.js';
import { CatalogImport, type Store, StoresService } from '../catalog/index.js';
import { DeliverySetup, slotsAllDay } from '../delivery-options/index.js';
import { AppConfig } from '../platform/index.js';
import { demoLogins } from './demo-accounts.js';

const products = new URL('../catalog/demo/demo-products.csv', import.meta.url);
const slug = 'harbour';

/** Opens the demo shop once: in the embedded mode, or where SEED_DEMO asks for it. */
@Injectable()
export class DemoShop implements OnApplicationBootstrap {
  readonly #log = new Logger(DemoShop.name);

  constructor(
    private readonly config: AppConfig,
    private readonly accounts: AccountsService,
    private readonly stores: StoresService,
    private readonly catalogue: CatalogImport,
    private readonly delivery: DeliverySetup,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.seedDemo) return;
    const stores = await this.stores.all();
    // A shop of the user's own must get no demo goods.
    if (stores.some((store) => store.slug !== slug)) return;
    const store = stores[0] ?? (await this.#open());
    for (const login of demoLogins) {
      if (await this.accounts.findByEmail(login.email)) continue;
      const worksHere = login.role !== 'customer' && login.role !== 'admin';
      await this.accounts.create({ ...login, ...(worksHere && { stores: [store.id] }) });
    }
    // A trial started days later still has slots.
    await this.delivery.followSlotPlan(store.id);
  }

  async #open(): Promise<Store> {
    const store = await this.stores.open({
      slug,
      name: 'Harbour Grocers',
      currency: 'AED',
      timeZone: 'Asia/Dubai',
      language: 'en',
      location: { lat: 25.0805, lng: 55.1403 },
      openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        opens: '00:00',
        closes: '24:00',
      })),
      minimumBasketMinor: 500,
    });
    await this.delivery.openZone({
      storeId: store.id,
      name: 'Harbour and Marina',
      ring: [
        { lat: 25.055, lng: 55.115 },
        { lat: 25.055, lng: 55.17 },
        { lat: 25.11, lng: 55.17 },
        { lat: 25.11, lng: 55.115 },
      ],
    });
    await this.delivery.setTerms(store.id, {
      feeMinor: 700,
      freeFromMinor: 10_000,
      smallBasket: { belowMinor: 1500, feeMinor: 300 },
      slotPlan: slotsAllDay(8, 22, { cutoffMinutes: 30, capacity: 20 }),
    });
    await this.catalogue.run(createReadStream(products), { store: store.id });
    this.#log.log('The demo shop is open.');
    return store;
  }
}
