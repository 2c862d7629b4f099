import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/index.js';
import { PaymentRepository } from '../persistence/payment.repository.js';

/** Providers send again what was not answered for some days, by hand for some weeks. */
const keepMs = 30 * 24 * 60 * 60_000;

/** Forgets the provider's events that it will not send again. */
@Injectable()
export class ForgetEventsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly payments: PaymentRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'orders.forget-payment-events',
      cron: '41 3 * * *',
      handle: () => this.run(),
    });
  }

  run(): Promise<void> {
    return this.payments.forgetEvents(new Date(this.clock.now().getTime() - keepMs));
  }
}
