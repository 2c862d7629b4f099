// npm run open-store: see open-store-arguments.ts
import 'reflect-metadata';
import { StoresService } from './catalog/index.js';
import { circleAround } from './kernel/place.js';
import { openingStore } from './open-store-arguments.js';
import { OrderSetup, slotsAllDay } from './orders/index.js';
import { refusal, start, withLarder } from './start.js';

const openingHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opens: '08:00',
  closes: '22:00',
}));

await start(
  openingStore,
  async (context, store) => {
    await withLarder(context, async (app) => {
      const opened = await app
        .get(StoresService)
        .open({ ...store, openingHours })
        .catch((error: unknown) => Promise.reject(refusal(error)));
      await app.get(OrderSetup).openZone({
        storeId: opened.id,
        name: 'around the store',
        ring: circleAround(store.location, store.radiusKm * 1000),
      });
      await app.get(OrderSetup).setTerms(opened.id, {
        feeMinor: store.feeMinor,
        freeFromMinor: store.freeFromMinor,
        slotPlan: slotsAllDay(8, 22, { cutoffMinutes: 60, capacity: 10 }),
      });
      await app.get(OrderSetup).followSlotPlan(opened.id);
      process.stdout.write(`${opened.name} is open: npm run import -- FILE.csv\n`);
    });
  },
  { LOG_LEVEL: 'error' },
);
