// What a watcher of a driver's phone must see, whatever the phone does.
import { randomUUID } from 'node:crypto';
import type { ManualClock } from '../../src/kernel/clock.js';
import { distanceMetres } from '../../src/kernel/geo.js';
import { readFixes } from '../../src/drivers/http/read-fixes.js';
import type { LocationStore } from '../../src/drivers/location/location.port.js';
import { RecordLocation } from '../../src/drivers/use-cases/record-location.service.js';
import { SessionReplaced } from '../../src/drivers/drivers.errors.js';
import { accuracyM, type Life, LivedPhone, placeKey, type Request } from './phone-lives.js';

const ageToleranceMs = 2000;

export interface Watched {
  /** The reason that each request was answered with. */
  readonly reasons: readonly string[];
  /** How many of the positions shown had an age that is known. */
  readonly known: number;
}

/** Lives the life against the store. @throws Error for the first lie */
export async function watch(
  store: LocationStore,
  clock: ManualClock,
  life: Life,
): Promise<Watched> {
  const driver = randomUUID();
  const shop = { id: randomUUID(), location: { lat: 25.2, lng: 55.27 } };
  const restored = { restore: async () => {} } as ConstructorParameters<typeof RecordLocation>[1];
  const pings = new RecordLocation(store, restored);
  const reasons: string[] = [];
  let known = 0;
  let shownMadeMs = -Infinity;

  async function send({ atMs, epoch, fixes, live }: Request): Promise<void> {
    clock.advance(atMs - clock.now().getTime());
    const read = await readFixes(epoch, fixes);
    const answer = await pings.record(driver, epoch, read.fixes).catch((error: unknown) => {
      if (SessionReplaced.matches(error)) return { reason: 'replaced' };
      throw error;
    });
    reasons.push(`${answer.reason}`);
    const shown = await store.latest(driver);
    if (!shown) throw new Error('Nothing is shown.');
    const madeMs = phone.truth.get(placeKey(shown));
    if (madeMs === undefined) throw new Error('A place is shown that never was true.');
    if (madeMs < shownMadeMs) throw new Error(`Back by ${shownMadeMs - madeMs} ms.`);
    shownMadeMs = madeMs;
    if (live && distanceMetres(shown, live) > accuracyM) {
      throw new Error(`${atMs - madeMs} ms behind a live ping (${answer.reason}).`);
    }
    const wrongByMs = Math.abs(shown.madeAtMs - madeMs);
    if (shown.isAgeKnown && wrongByMs > ageToleranceMs) {
      throw new Error(`The age is wrong by ${wrongByMs} ms.`);
    }
    if (shown.isAgeKnown) known += 1;
    const session = (await store.sessionsOf([driver])).get(driver);
    if (session?.heardAtMs !== atMs) throw new Error('The driver was not heard.');
  }

  const signOn = (epoch: number) =>
    store.openShift(driver, { epoch, store: shop, isSignOn: epoch > 1 });
  const startMs = clock.now().getTime();
  await signOn(1);
  const phone = new LivedPhone(life, shop.location, startMs, send, signOn);
  await phone.live();
  return { reasons, known };
}
