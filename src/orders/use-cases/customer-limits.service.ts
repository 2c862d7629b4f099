import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AppConfig, type Transaction } from '../../platform/index.js';
import { heldUnitsOf, holdRestMs, holdRunMs } from '../domain/hold-limits.js';
import type { Quote } from '../domain/quote.js';
import { HoldTooLarge, HoldUsedUp, TooManyOpenOrders } from '../orders.errors.js';
import { OrderRepository } from '../persistence/order.repository.js';

/** What one account may keep from others without paying: accounts cost nothing. */
@Injectable()
export class CustomerLimits {
  readonly #limits;

  constructor(
    { customerLimits }: AppConfig,
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {
    this.#limits = customerLimits;
  }

  /** @throws hold-too-large */
  requireHoldable({ lines }: Pick<Quote, 'lines'>): void {
    const most = this.#limits.heldUnits;
    if (heldUnitsOf(lines) <= most) return;
    throw HoldTooLarge.because(`At most ${most} pieces or kilograms of one product are held.`);
  }

  /**
   * The end of a hold in a run that began then.
   * @throws hold-used-up
   */
  holdUntil(quote: Pick<Quote, 'expiresAt'>, since: Date): Date {
    const now = this.clock.now().getTime();
    const endOfRun = since.getTime() + holdRunMs;
    if (endOfRun > now) return new Date(Math.min(endOfRun, Date.parse(quote.expiresAt)));
    const waitMs = endOfRun + holdRestMs - now;
    throw HoldUsedUp.because('Your quotes have held goods for fifteen minutes.', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    });
  }

  /** Orders at once wait for each other. @throws too-many-open-orders */
  async requireFewOpenOrders(tx: Transaction, customerId: string): Promise<void> {
    const most = this.#limits.openOrders;
    if ((await this.orders.countUnaccepted(tx, customerId)) < most) return;
    throw TooManyOpenOrders.because(`${most} of your orders are not paid or accepted yet.`);
  }
}
