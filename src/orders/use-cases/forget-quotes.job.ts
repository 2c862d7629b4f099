import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/index.js';
import { QuoteRepository } from '../persistence/quote.repository.js';

const keepMs = 24 * 60 * 60_000;

/** Quotes live ten minutes and are kept a day, for questions; then nobody needs them. */
@Injectable()
export class ForgetQuotesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly quotes: QuoteRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'orders.forget-quotes',
      cron: '17 * * * *',
      handle: () => this.quotes.forgetExpired(new Date(this.clock.now().getTime() - keepMs)),
    });
  }
}
