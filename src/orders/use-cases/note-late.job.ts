import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Scheduled, UnitOfWork } from '../../platform/index.js';
import { orderLateEvent } from '../orders.events.js';
import { LateOrders } from '../persistence/late-orders.queries.js';

const atOnce = 200;

/** Publishes, once per order, that it is late: the promised time has passed without it. */
@Injectable()
export class NoteLateJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly late: LateOrders,
    private readonly clock: Clock,
  ) {}

  @Scheduled('orders.note-late', '* * * * *')
  async note(): Promise<void> {
    while ((await this.#noteSome()) === atOnce);
  }

  #noteSome(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const late = await this.late.note(tx, this.clock.now(), atOnce);
      for (const order of late) await tx.publish(orderLateEvent(order));
      return late.length;
    });
  }
}
