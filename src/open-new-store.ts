import 'reflect-metadata';
import { StoresService } from './catalog/index.js';
import type { GivenTo } from './command-line.js';
import { circleAround } from './kernel/geo.js';
import type { openingStore } from './open-store-arguments.js';
import { DeliverySetup, slotsAllDay } from './delivery-options/index.js';
import type { AppConfig } from './platform/index.js';
import { refusal, withLarder } from './with-larder.js';

const openingHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opens: '08:00',
  closes: '22:00',
}));

export async function openNewStore(
  config: AppConfig,
  store: GivenTo<typeof openingStore>,
): Promise<void> {
  await withLarder(config, async (app) => {
    const opened = await app
      .get(StoresService)
      .open({ ...store, openingHours })
      .catch((error: unknown) => Promise.reject(refusal(error)));
    await app.get(DeliverySetup).openZone({
      storeId: opened.id,
      name: 'around the store',
      ring: circleAround(store.location, store.radiusKm * 1000),
    });
    await app.get(DeliverySetup).setTerms(opened.id, {
      feeMinor: store.feeMinor,
      freeFromMinor: store.freeFromMinor,
      slotPlan: slotsAllDay(8, 22, { cutoffMinutes: 60, capacity: 10 }),
    });
    await app.get(DeliverySetup).followSlotPlan(opened.id);
    process.stdout.write(`${opened.name} is open: npm run import -- FILE.csv\n`);
  });
}
