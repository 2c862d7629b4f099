import { randomBytes } from 'node:crypto';
import { stampKey } from './address.js';
import type { CacheStoreGateway } from './cache-store.gateway.js';
import { longestTtlMs } from './cache.policy.js';
import { isStamp } from './entry.js';

/**
 * The life of a stamp: longer than any entry, so that it does not expire before an entry that needs
 * it. Stamps of single things live little longer: readers may have made the ids up.
 */
function lifetimeMs(tag: string): number {
  return tag.includes(':') ? 2 * longestTtlMs : 24 * 60 * 60_000;
}

/** Makes stamps: tokens that no process uses twice. */
export class Stamps {
  readonly #process = randomBytes(9).toString('base64url');
  readonly #minting = new Map<string, Promise<string>>();
  #count = 0;

  constructor(private readonly store: CacheStoreGateway) {}

  /**
   * Replaces the tag's stamp, or removes it.
   * @throws when the store may still have the old one
   */
  async replace(tag: string, withinMs: number): Promise<void> {
    await this.store.replace(stampKey(tag), this.#next(), lifetimeMs(tag), withinMs);
  }

  /** The stamps found, with new ones for tags without any; concurrent readers share those. */
  completed(tags: readonly string[], found: readonly unknown[]): Promise<string[]> {
    return Promise.all(
      tags.map((tag, index) => (isStamp(found[index]) ? found[index] : this.#mint(tag))),
    );
  }

  #mint(tag: string): Promise<string> {
    const minting = this.#minting.get(tag);
    if (minting) return minting;
    const stamp = this.#next();
    const minted = this.store
      .set(stampKey(tag), stamp, lifetimeMs(tag))
      .then(() => stamp)
      .finally(() => this.#minting.delete(tag));
    this.#minting.set(tag, minted);
    return minted;
  }

  #next(): string {
    this.#count += 1;
    return `${this.#process}.${this.#count}`;
  }
}
