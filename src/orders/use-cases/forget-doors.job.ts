import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AppConfig, Scheduled, UnitOfWork } from '../../platform/index.js';
import { OrderPrivacy } from '../persistence/order-privacy.queries.js';

const dayMs = 24 * 60 * 60_000;
const atOnce = 200;

/** Orders that have been over for ORDER_PRIVACY_DAYS forget where they went, and what was written. */
@Injectable()
export class ForgetDoorsJob {
  readonly #keptMs: number;

  constructor(
    config: AppConfig,
    private readonly privacy: OrderPrivacy,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    this.#keptMs = config.orderPrivacyDays * dayMs;
  }

  @Scheduled('orders.forget-doors', '11 2 * * *')
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.#keptMs);
    for (let found = atOnce; found === atOnce;) {
      found = await this.unitOfWork.run(async (tx) => {
        const ids = await this.privacy.lockOver(tx, before, atOnce);
        await this.privacy.forget(tx, ids);
        return ids.length;
      });
    }
  }
}
