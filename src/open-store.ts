// npm run open-store -- --slug S --name N --currency C --time-zone Z --at LAT,LNG [...]
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { isTimeZone, StoresService } from './catalog/index.js';
import { currencyExponent, isCurrency } from './kernel/money.js';
import { circleAround } from './kernel/place.js';
import { OrderSetup, slotsAllDay } from './orders/index.js';
import { StartupRefused } from './platform/index.js';
import { refusal, start, withLarder } from './start.js';

const usage = `Usage: npm run open-store -- --slug SLUG --name NAME --currency CODE --time-zone ZONE
         --at LAT,LNG [--radius-km 5] [--fee 0] [--free-from AMOUNT] [--minimum AMOUNT]

  --slug       in addresses: lower-case letters, digits, hyphens
  --currency   ISO 4217, such as EUR
  --time-zone  IANA, such as Europe/Lisbon
  --at         where the store is, in degrees
  --radius-km  how far it delivers, around itself
  --fee        what a delivery costs
  --free-from  the basket from which it costs nothing
  --minimum    the smallest basket that is delivered

It is open every day from 08:00 to 22:00, and delivers as soon as possible or in slots of two hours
with ten orders each. An admin changes its hours and holidays, PATCH /v1/admin/stores/{id}, and its
fees and slots, PUT /v1/admin/stores/{id}/delivery-terms.`;

await start(
  async (context) => {
    const store = readArguments();
    await withLarder(context, async (app) => {
      const opened = await app
        .get(StoresService)
        .open(store)
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

function readArguments() {
  const values = parsed();
  const { slug, name, currency, 'time-zone': timeZone, at } = values;
  const [lat, lng] = (at ?? '').split(',').map(Number);
  if (!slug || !name || !currency || !timeZone || !at) throw new StartupRefused(usage);
  if (!/^[a-z0-9-]{1,80}$/.test(slug)) refuse('--slug', slug);
  if (!isCurrency(currency)) refuse('--currency', currency);
  if (!isTimeZone(timeZone)) refuse('--time-zone', timeZone);
  if (!(Math.abs(lat ?? NaN) < 85 && Math.abs(lng ?? NaN) <= 180)) refuse('--at', at);
  const radiusKm = Number(values['radius-km']);
  if (!(radiusKm > 0 && radiusKm <= 100)) refuse('--radius-km', values['radius-km']);
  const minor = (flag: string, amount: string) => {
    const value = Math.round(Number(amount) * 10 ** currencyExponent(currency));
    return Number.isSafeInteger(value) && value >= 0 ? value : refuse(flag, amount);
  };
  const free = values['free-from'];
  return {
    slug,
    name,
    currency,
    timeZone,
    location: { lat: lat!, lng: lng! },
    openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      opens: '08:00',
      closes: '22:00',
    })),
    radiusKm,
    feeMinor: minor('--fee', values.fee),
    freeFromMinor: free === undefined ? null : minor('--free-from', free),
    minimumBasketMinor: minor('--minimum', values.minimum),
  };
}

function parsed() {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      options: {
        slug: string,
        name: string,
        currency: string,
        'time-zone': string,
        at: string,
        'radius-km': { ...string, default: '5' },
        fee: { ...string, default: '0' },
        'free-from': string,
        minimum: { ...string, default: '0' },
      },
    }).values;
  } catch (error) {
    throw new StartupRefused(`${(error as Error).message}\n\n${usage}`);
  }
}

function refuse(flag: string, value: string): never {
  throw new StartupRefused(`${flag} ${value} is not usable.\n\n${usage}`);
}
