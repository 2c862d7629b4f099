import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Lanes } from '../platform/index.js';
import { CachedReads } from './cached-reads.js';
import { KnownAddresses } from './known-addresses.js';
import { laneAnswer } from './sent-answer.js';
import type { StoredAnswer } from './stored-answer.js';

/**
 * Answers cached routes from this process's memory. Everything else (a first look, a miss, a
 * refresh, a 404) goes on to `CachedInterceptor`, which alone loads and stores.
 *
 * No guard has run here. That is right only for routes that anyone may call; `CachedRoutes` and the
 * accounts module refuse to start when `@Cached` stands on any other.
 */
@Injectable()
export class HitLane implements OnModuleInit {
  constructor(
    private readonly lanes: Lanes,
    private readonly addresses: KnownAddresses,
    private readonly reads: CachedReads,
  ) {}

  onModuleInit(): void {
    this.lanes.open({
      method: 'GET',
      find: (url) => this.addresses.get(url),
      admits: () => anyone,
      answer: ({ raw, asked, spent }) =>
        this.reads
          .held<StoredAnswer>(asked.policy, asked.address, spent)
          .then((held) => (held ? laneAnswer(held, raw.headers['accept-encoding']) : null)),
    });
  }
}

const anyone = {};
