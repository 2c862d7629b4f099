import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Jobs } from '../platform/index.js';
import { ShareLinkRepository } from './persistence/share-link.repository.js';

/** Clears share links away whose time is over; they have led nowhere since then. */
@Injectable()
export class ForgetShareLinksJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly links: ShareLinkRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'tracking.forget-share-links',
      cron: '43 * * * *',
      handle: () => this.forget(),
    });
  }

  forget(): Promise<void> {
    return this.links.removeExpired(this.clock.now());
  }
}
