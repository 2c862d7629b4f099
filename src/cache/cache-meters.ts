import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '../platform/index.js';

/** L1: this process; L2: the shared store; STALE: served while a refresh runs. */
export type CacheSource = 'L1' | 'L2' | 'MISS' | 'STALE' | 'BYPASS';

/** Why a read had to load. */
export type MissCause = 'cold' | 'stamp' | 'expired';

/** The cache's meters for Prometheus. */
@Injectable()
export class CacheMeters {
  readonly reads: Counter<'policy' | 'source'>;
  readonly misses: Counter<'policy' | 'cause'>;
  readonly coalesced: Counter<'policy'>;
  readonly refreshes: Counter<'policy'>;
  readonly loadSeconds: Histogram<'policy'>;
  readonly bumpSeconds: Histogram<string>;
  readonly #localHits = new Map<string, number>();
  #localBytes: () => number = () => 0;

  constructor(metrics: Metrics) {
    this.reads = metrics.counter({
      name: 'larder_cache_reads_total',
      help: 'Cached reads, by policy and by where the answer came from.',
      labelNames: ['policy', 'source'],
      collect: () => this.#tellLocalHits(),
    });
    this.misses = metrics.counter({
      name: 'larder_cache_misses_total',
      help: 'Reads that found nothing to serve, by cause.',
      labelNames: ['policy', 'cause'],
    });
    this.coalesced = metrics.counter({
      name: 'larder_cache_coalesced_total',
      help: 'Reads that shared a load which was under way.',
      labelNames: ['policy'],
    });
    this.refreshes = metrics.counter({
      name: 'larder_cache_refreshes_total',
      help: 'Loads in the background for an entry past its soft time to live.',
      labelNames: ['policy'],
    });
    this.loadSeconds = metrics.histogram({
      name: 'larder_cache_load_seconds',
      help: 'Duration of loads, in seconds.',
      labelNames: ['policy'],
    });
    this.bumpSeconds = metrics.histogram({
      name: 'larder_cache_bump_seconds',
      help: 'Duration of replacing the stamps of a write, in seconds.',
    });
    const bytes = () => this.#localBytes();
    metrics.gauge({
      name: 'larder_cache_local_bytes',
      help: 'Size of the entries kept in this process, in bytes.',
      collect() {
        this.set(bytes());
      },
    });
  }

  /** Added to `reads` when it is scraped: a look-up for each of these hits would cost too much. */
  countLocalHit(policy: string): void {
    this.#localHits.set(policy, (this.#localHits.get(policy) ?? 0) + 1);
  }

  #tellLocalHits(): void {
    for (const [policy, hits] of this.#localHits) this.reads.inc({ policy, source: 'L1' }, hits);
    this.#localHits.clear();
  }

  watchLocalBytes(read: () => number): void {
    this.#localBytes = read;
  }
}
