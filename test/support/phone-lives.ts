// Drivers' phones as they really are: clocks that are off, counters that begin anew, fixes that wait
// for a network, requests that come late or twice. Each has a life of events, and knows the truth.
import fc from 'fast-check';
import { oddMs, restingMs } from '../../src/drivers/domain/fix-order.js';
import type { LatLng } from '../../src/kernel/geo.js';

const second = 1000;
const day = 24 * 60 * 60 * second;
export const accuracyM = 8;
const metresPerDegree = 111_195;
/** Fixes of a gap are sent in so few requests that a life stays short. */
const mostRequests = 30;

export type Flush = 'oldest-first' | 'newest-first' | 'shuffled';

export type LifeEvent =
  | { readonly kind: 'ride'; readonly pings: number }
  | {
      readonly kind: 'gap';
      readonly seconds: number;
      readonly flush: Flush;
      readonly batch: number;
      /** Whether the live fix is sent before those that waited. */
      readonly liveFirst: boolean;
    }
  | { readonly kind: 'restart'; readonly restSeconds: number }
  | { readonly kind: 'set-clock'; readonly byMs: number }
  | { readonly kind: 'sign-on'; readonly aheadMs: number; readonly pings: number }
  | { readonly kind: 'late'; readonly twice: boolean }
  | { readonly kind: 'junk' }
  | { readonly kind: 'glitch' };

export interface Life {
  readonly aheadMs: number;
  readonly isTimed: boolean;
  readonly everySeconds: number;
  readonly firstSeq: number;
  readonly unknownAsMinusOne: boolean;
  readonly events: readonly LifeEvent[];
}

const ahead = fc.oneof(
  fc.integer({ min: -90 * second, max: 90 * second }),
  fc.integer({ min: -5 * day, max: 5 * day }),
  fc.constantFrom(0, -365 * day, 365 * day),
);

const kinds = {
  ride: fc.record({ kind: fc.constant('ride'), pings: fc.integer({ min: 1, max: 12 }) }),
  gap: fc.record({
    kind: fc.constant('gap'),
    seconds: fc.integer({ min: 30, max: 20 * 60 }),
    flush: fc.constantFrom('oldest-first', 'newest-first', 'shuffled'),
    batch: fc.integer({ min: 1, max: 50 }),
    liveFirst: fc.boolean(),
  }),
  restart: fc.record({
    kind: fc.constant('restart'),
    restSeconds: fc.integer({ min: 1, max: 60 }),
  }),
  'set-clock': fc.record({
    kind: fc.constant('set-clock'),
    byMs: fc.constantFrom(-365 * day, -day, day, 365 * day),
  }),
  'sign-on': fc.record({
    kind: fc.constant('sign-on'),
    aheadMs: ahead,
    pings: fc.integer({ min: 0, max: 4 }),
  }),
  late: fc.record({ kind: fc.constant('late'), twice: fc.boolean() }),
  junk: fc.record({ kind: fc.constant('junk') }),
  glitch: fc.record({ kind: fc.constant('glitch') }),
} satisfies Record<LifeEvent['kind'], fc.Arbitrary<object>>;

/** Lives with events of these kinds; of all by default. */
export function lives(...only: LifeEvent['kind'][]): fc.Arbitrary<Life> {
  const chosen = only.length > 0 ? only : (Object.keys(kinds) as LifeEvent['kind'][]);
  const event = fc.oneof(...chosen.map((kind) => kinds[kind])) as fc.Arbitrary<LifeEvent>;
  return fc.record({
    aheadMs: ahead,
    isTimed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    everySeconds: fc.integer({ min: 1, max: 20 }),
    firstSeq: fc.constantFrom(0, 1, 1000),
    unknownAsMinusOne: fc.boolean(),
    events: fc.array(event, { minLength: 1, maxLength: 8 }),
  });
}

export interface MadeFix extends LatLng {
  readonly seq: number;
  readonly madeMs: number;
  readonly recordedAt: string | null;
  readonly accuracyM: number;
  readonly headingDeg: number | null;
  readonly speedMps: number | null;
}

export interface Request {
  readonly atMs: number;
  readonly epoch: number;
  readonly fixes: readonly object[];
  /** The fix that was made just now by the phone that signed on last, if the request has it. */
  readonly live: MadeFix | null;
}

/** Lives a life: `send` answers requests one after the other, `signOn` begins a session. */
export class LivedPhone {
  /** When each place that was ever sent was true; what is missing was never true. */
  readonly truth = new Map<string, number>();
  #nowMs: number;
  #epoch = 1;
  #seq: number;
  #aheadMs: number;
  #sent = 0;
  /** When the first fix of this count came. */
  #begunMs: number;

  constructor(
    private readonly life: Life,
    private readonly home: LatLng,
    private readonly startMs: number,
    private readonly send: (request: Request) => Promise<void>,
    private readonly signOn: (epoch: number, atMs: number) => Promise<void>,
  ) {
    this.#nowMs = startMs;
    this.#begunMs = startMs;
    this.#seq = life.firstSeq - 1;
    this.#aheadMs = life.aheadMs;
  }

  async live(): Promise<void> {
    await this.#ride(1);
    this.#begunMs = this.#nowMs;
    await this.#ride(1);
    for (const event of this.life.events) await this.#happen(event);
    await this.#ride(1);
  }

  async #happen(event: LifeEvent): Promise<void> {
    switch (event.kind) {
      case 'ride':
        return this.#ride(event.pings);
      case 'gap':
        return this.#gap(event);
      case 'restart':
        return this.#restart(event.restSeconds);
      case 'set-clock':
        this.#aheadMs += event.byMs;
        return this.#ride(2);
      case 'sign-on':
        return this.#signOnElsewhere(event);
      case 'late':
        return this.#late(event.twice);
      case 'junk':
        return this.#junk();
      case 'glitch':
        return this.#glitch();
    }
  }

  /** Where no time tells, who counts anew at once after beginning looks like a late request. */
  async #restart(restSeconds: number): Promise<void> {
    const isSoon = this.#nowMs - this.#begunMs < oddMs;
    this.#wait(isSoon && !this.life.isTimed ? restSeconds + restingMs / second : restSeconds);
    this.#seq = this.life.firstSeq % 2 === 0 ? -1 : 0;
    await this.#ride(1);
    this.#begunMs = this.#nowMs;
    await this.#ride(2);
  }

  async #ride(pings: number): Promise<void> {
    for (let ping = 0; ping < pings; ping += 1) {
      this.#wait(this.life.everySeconds);
      await this.#sendLive();
    }
  }

  async #sendLive(): Promise<void> {
    const fix = this.#make();
    await this.#request([fix], fix);
  }

  /** Fixes wait for a network, and then are sent faster than they were made. */
  async #gap({ seconds, flush, batch, liveFirst }: LifeEvent & { kind: 'gap' }): Promise<void> {
    const waiting: MadeFix[] = [];
    for (let passed = 0; passed < seconds; passed += this.life.everySeconds) {
      this.#wait(this.life.everySeconds);
      waiting.push(this.#make());
    }
    const size = Math.max(batch, Math.ceil(waiting.length / mostRequests));
    if (liveFirst) {
      this.#wait(1);
      await this.#sendLive();
    }
    const ordered = inOrder(waiting, flush);
    for (let first = 0; first < ordered.length; first += size) {
      await this.#request(ordered.slice(first, first + size), null);
    }
    if (!liveFirst) await this.#sendLive();
    await this.#ride(2);
  }

  /** Another phone signs on, with a clock of its own; this one goes on pinging for a while. */
  async #signOnElsewhere({ aheadMs, pings }: LifeEvent & { kind: 'sign-on' }): Promise<void> {
    const old = { epoch: this.#epoch, seq: this.#seq, aheadMs: this.#aheadMs };
    this.#epoch += 1;
    await this.signOn(this.#epoch, this.#nowMs);
    [this.#seq, this.#aheadMs] = [this.life.firstSeq - 1, aheadMs];
    await this.#ride(1);
    this.#begunMs = this.#nowMs;
    for (let ping = 0; ping < pings; ping += 1) {
      old.seq += 1;
      const place = this.#placeAt(this.#nowMs + 1);
      const fix = { ...this.#fixOf(place, old.seq, old.aheadMs), lat: place.lat + 0.01 };
      await this.#request([fix], null, old.epoch);
    }
    await this.#ride(2);
  }

  /** A request takes longer than the one after it, or is sent again. */
  async #late(twice: boolean): Promise<void> {
    this.#wait(this.life.everySeconds);
    const delayed = this.#make();
    if (twice) await this.#request([delayed], delayed);
    await this.#ride(1);
    await this.#request([delayed], null);
    await this.#ride(1);
  }

  /** One bad member after the other, beside the live fix. */
  async #junk(): Promise<void> {
    for (const bad of [
      { lat: 'here' },
      { lat: 0, lng: 0 },
      { accuracyM: 5000 },
      { batteryPct: 50 },
      { recordedAt: '2026-11-28' },
    ]) {
      this.#wait(this.life.everySeconds);
      const spoilt = { ...this.#make(), ...bad };
      this.#wait(1);
      const fix = this.#make();
      await this.#request([fix, spoilt], fix);
    }
  }

  async #glitch(): Promise<void> {
    await this.#ride(2);
    this.#wait(this.life.everySeconds);
    const place = this.#placeAt(this.#nowMs);
    this.#seq += 1;
    const fix = this.#fixOf(place, this.#seq, this.#aheadMs);
    await this.#request([{ ...fix, lng: fix.lng + 0.3 }], null);
    await this.#ride(1);
  }

  async #request(fixes: readonly object[], live: MadeFix | null, epoch = this.#epoch) {
    this.#sent += 1;
    this.#nowMs += 200 + ((this.#sent * 7919) % 600);
    await this.send({ atMs: this.#nowMs, epoch, fixes: fixes.map(bodyOf), live });
  }

  #make(): MadeFix {
    this.#seq += 1;
    const place = this.#placeAt(this.#nowMs);
    this.truth.set(placeKey(place), this.#nowMs);
    return this.#fixOf(place, this.#seq, this.#aheadMs);
  }

  #fixOf(place: LatLng, seq: number, aheadMs: number): MadeFix {
    const unknown = this.life.unknownAsMinusOne ? -1 : null;
    return {
      seq,
      ...place,
      madeMs: this.#nowMs,
      recordedAt: this.life.isTimed ? new Date(this.#nowMs + aheadMs).toISOString() : null,
      accuracyM,
      headingDeg: unknown,
      speedMps: unknown,
    };
  }

  /** To and fro on a road of five kilometres, at 12 m/s. */
  #placeAt(atMs: number): LatLng {
    const metres = ((atMs - this.startMs) / second) * 12;
    const along = Math.abs((metres % 10_000) - 5000);
    return { lat: this.home.lat + along / metresPerDegree, lng: this.home.lng + metres / 1e9 };
  }

  #wait(seconds: number): void {
    this.#nowMs += seconds * second;
  }
}

export const placeKey = ({ lat, lng }: LatLng) => `${lat} ${lng}`;

function bodyOf(fix: object): object {
  const { madeMs: _ours, ...sent } = fix as Partial<MadeFix>;
  return sent;
}

function inOrder(fixes: readonly MadeFix[], flush: Flush): readonly MadeFix[] {
  if (flush === 'oldest-first') return fixes;
  if (flush === 'newest-first') return fixes.toReversed();
  return fixes.toSorted((a, b) => ((a.madeMs * 7919) % 1009) - ((b.madeMs * 7919) % 1009));
}
