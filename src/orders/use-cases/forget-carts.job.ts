import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/index.js';
import { CartRepository } from '../persistence/cart.repository.js';

/** Clears carts away that nobody has touched for a week; they have read as empty since then. */
@Injectable()
export class ForgetCartsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly carts: CartRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'orders.forget-carts',
      cron: '29 * * * *',
      handle: () => this.carts.forgetExpired(this.clock.now()),
    });
  }
}
