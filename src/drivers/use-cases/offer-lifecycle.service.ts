import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { ActorRole } from '../../orders/index.js';
import type { Transaction } from '../../platform/index.js';
import { offerWay } from '../domain/offer-status.js';
import { offerMoved } from '../drivers.events.js';
import type { OfferEntity } from '../persistence/offer.entity.js';
import { type NewOffer, OfferRepository } from '../persistence/offer.repository.js';

/**
 * Makes offers and moves them along the table of transitions, and nowhere else: one conditional
 * write and one outbox row in the caller's transaction, which has locked the order.
 */
@Injectable()
export class OfferLifecycle {
  constructor(
    private readonly offers: OfferRepository,
    private readonly clock: Clock,
  ) {}

  /** False when the order, or the driver, has an open offer. */
  async begin(tx: Transaction, offer: NewOffer): Promise<boolean> {
    if (!(await this.offers.insert(tx, offer))) return false;
    await tx.publish(offerMoved({ ...offer, status: 'offered' }));
    return true;
  }

  /** Null when the action does not lead anywhere now: it is too late, or the offer is over. */
  async move(
    tx: Transaction,
    offer: OfferEntity,
    action: string,
    role: ActorRole,
  ): Promise<OfferEntity | null> {
    const now = this.clock.now();
    const to = offerWay(offer, action, role, now);
    const moved = to && (await this.offers.move(tx, offer, to, now));
    if (moved) await tx.publish(offerMoved(moved));
    return moved;
  }

  /** Whatever offer of the order is open, is so no longer. */
  async withdrawOf(tx: Transaction, orderId: string): Promise<void> {
    const open = await this.offers.openOfOrder(tx, orderId);
    if (open) await this.move(tx, open, 'withdraw', 'system');
  }
}
