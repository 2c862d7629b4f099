// One price, written and read in turns, as seen by a client that never believes a cache.
import { expect } from 'vitest';
import { touch } from '../../src/cache/index.js';
import { UnitOfWork } from '../../src/platform/index.js';
import { eventually } from './eventually.js';
import type { Answer, Larder } from './larder.js';

const slug = 'whole-milk-1-l';
/** How long after an outage of Redis reads may still go to the database. */
const recoveryMs = 3000;

export class WatchedPrice {
  private constructor(
    private readonly larder: Larder,
    private minor: number,
  ) {}

  /** The price of a product of the demo shop. */
  static async of(larder: Larder): Promise<WatchedPrice> {
    const price = new WatchedPrice(larder, 1000);
    await price.write();
    return price;
  }

  /** The number of writes. */
  get writes(): number {
    return this.minor - 1000;
  }

  /** One read: always answered, never behind the last acknowledged write; answers its source. */
  async read(): Promise<string> {
    const answer = await this.larder.anyone.get(`/v1/products/${slug}`);
    expectPrice(answer, this.minor);
    return answer.headers['x-cache']!;
  }

  async write(): Promise<void> {
    await this.larder.app.get(UnitOfWork).run(async (tx) => {
      const rows = await tx.query(
        'UPDATE listings SET price_minor = $1 WHERE slug = $2 RETURNING product_id',
        [this.minor + 1, slug],
      );
      if (rows.length !== 1) throw new Error(`${slug} is not in the demo shop`);
      await touch(tx, `product:${slug}`);
    });
    this.minor += 1;
  }

  /** Each round is five reads, a write and a read; answers the sources. */
  async rounds(howMany: number): Promise<Set<string>> {
    const sources = new Set<string>();
    for (let round = 0; round < howMany; round += 1) {
      for (let n = 0; n < 5; n += 1) sources.add(await this.read());
      await this.write();
      sources.add(await this.read());
    }
    return sources;
  }

  /** Reads until an answer comes from the cache. */
  async fromCache(): Promise<void> {
    await eventually('it is served from the cache', async () => isHit(await this.read()));
  }

  /** The same with writes in between, within the time that Larder promises. */
  async recovered(): Promise<void> {
    const hit = async () => [...(await this.rounds(1))].some(isHit);
    await eventually('it is served from the cache again', hit, recoveryMs);
  }

  /** Reads and writes for that long, and answers the sources. */
  async roundsFor(milliseconds: number): Promise<Set<string>> {
    const sources = new Set<string>();
    const startedAt = performance.now();
    await eventually('the time is over', async () => {
      for (const source of await this.rounds(1)) sources.add(source);
      return performance.now() - startedAt > milliseconds;
    });
    return sources;
  }
}

function expectPrice({ status, body }: Answer, minor: number): void {
  expect([status, body?.price?.amountMinor]).toEqual([200, minor]);
}

const isHit = (source: string) => source === 'L1' || source === 'L2';
