import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { StockHolds } from './stock-holds.queries.js';

/** Tidies the books every minute; nobody waits for it: an expired hold counts for nothing by then. */
@Injectable()
export class ReleaseExpiredHoldsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly holds: StockHolds,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'catalog.release-expired-holds',
      cron: '* * * * *',
      handle: () => this.holds.releaseExpired(),
    });
  }
}
