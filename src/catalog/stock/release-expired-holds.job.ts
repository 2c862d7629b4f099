import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { releaseExpiredHolds, StockHolds } from './stock-holds.queries.js';

/** Runs when a hold expires, and every minute for what was missed: shoppers see the goods again. */
@Injectable()
export class ReleaseExpiredHoldsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly holds: StockHolds,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: releaseExpiredHolds,
      cron: '* * * * *',
      handle: () => this.holds.releaseExpired(),
    });
  }
}
