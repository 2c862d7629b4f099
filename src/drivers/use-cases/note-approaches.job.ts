import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { OrderReads } from '../../orders/index.js';
import { Jobs, Scheduled, UnitOfWork } from '../../platform/index.js';
import { isApproaching } from '../domain/approach-rules.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { WatchedDeliveries } from './watched-deliveries.service.js';

const noteApproaches = 'drivers.note-approaches';
const looksPerMinute = 6;
const lookEveryMs = 60_000 / looksPerMinute;

/**
 * Publishes, once per delivery, that the driver comes near the door. It looks at all drivers with
 * goods every ten seconds: the pings themselves touch no SQL, and a phone that does not poll learns
 * it from the event.
 */
@Injectable()
export class NoteApproachesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderReads,
    private readonly deliveries: DeliveryRepository,
    private readonly watched: WatchedDeliveries,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: noteApproaches, handle: () => this.look() });
  }

  /** The looks of the next minute: cron's shortest interval is a minute. */
  @Scheduled('drivers.watch-approaches', '* * * * *')
  async watch(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.unitOfWork.run(async (tx) => {
      await tx.enqueue(noteApproaches, {});
      for (let look = 1; look < looksPerMinute; look += 1) {
        const startAfter = new Date(now + look * lookEveryMs);
        await tx.enqueue(noteApproaches, {}, { startAfter });
      }
    });
  }

  /** One look. While positions are unavailable, no driver comes near. */
  async look(): Promise<void> {
    const underWay = (await this.deliveries.notNearYet()).map(({ id, orderId, driverId }) => ({
      deliveryId: id,
      orderId,
      driverId,
    }));
    if (underWay.length === 0) return;
    const fixes = await this.watched.fixesOf(underWay);
    const orderIds = underWay.map(({ orderId }) => orderId);
    const drops = await this.orders.drops('out_for_delivery', orderIds);
    const doors = new Map(drops.map(({ orderId, drop }) => [orderId, drop]));
    const now = this.clock.now();
    for (const delivery of underWay) {
      const [fix, door] = [fixes?.get(delivery.driverId), doors.get(delivery.orderId)];
      if (fix && door && isApproaching(fix, door, now)) {
        await this.watched.move(delivery, 'approach');
      }
    }
  }
}
