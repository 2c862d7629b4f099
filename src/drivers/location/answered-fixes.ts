import { LRUCache } from 'lru-cache';
import type { Fix } from './location.port.js';
import { recordedMsOf } from './stored-fix.js';

const rememberedDrivers = 20_000;

interface Answered {
  readonly epoch: number;
  readonly seq: number;
  readonly recordedMs: number | null;
  readonly receivedAtMs: number;
}

/**
 * The newest fix of each driver that this process has answered as kept. A flushed Redis has lost its
 * own memory: pings that were answered before stay stale.
 */
export class AnsweredFixes {
  readonly #newest = new LRUCache<string, Answered>({ max: rememberedDrivers });

  /** The fix of this session; undefined for none. */
  of(driverId: string, epoch: number): Answered | undefined {
    const answered = this.#newest.get(driverId);
    return answered?.epoch === epoch ? answered : undefined;
  }

  /** Answers may arrive in another order than the pings were kept in. */
  remember(driverId: string, fix: Fix, receivedAtMs: number): void {
    const { epoch, seq } = fix;
    const known = this.#newest.get(driverId);
    if (known && (known.epoch > epoch || known.receivedAtMs > receivedAtMs)) return;
    this.#newest.set(driverId, { epoch, seq, recordedMs: recordedMsOf(fix), receivedAtMs });
  }
}
