import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { distanceMetres } from '../../kernel/geo.js';
import { type ActorRole, doorOf, type OrderSnapshot } from '../../orders/index.js';
import type { Transaction } from '../../platform/index.js';
import { offerMs } from '../domain/dispatch-rules.js';
import { offerWay } from '../domain/offer-status.js';
import { offerMoved } from '../drivers.events.js';
import type { DispatchEntity } from '../persistence/dispatch.entity.js';
import type { OfferEntity } from '../persistence/offer.entity.js';
import { type NewOffer, OfferRepository } from '../persistence/offer.repository.js';
import type { ShiftEntity } from '../persistence/shift.entity.js';

/** An offer to make: the order and the driver. */
export interface OrderForDriver {
  readonly order: OrderSnapshot;
  readonly dispatch: DispatchEntity;
  readonly shift: ShiftEntity;
  /** From the driver to the store, in metres. */
  readonly distanceM: number;
  /** The first offer of the pair, if this is the second. */
  readonly beside?: NewOffer | null;
}

/**
 * Makes offers and moves them along the table of transitions, and nowhere else: one conditional
 * write and one outbox row in the caller's transaction, which has locked the order.
 */
@Injectable()
export class OfferLifecycle {
  constructor(
    private readonly offers: OfferRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Null when the order, or the driver, has an open offer. */
  async begin(
    tx: Transaction,
    { order, dispatch, shift, distanceM, beside = null }: OrderForDriver,
  ): Promise<NewOffer | null> {
    const offeredAt = this.clock.now();
    const offer: NewOffer = {
      ...whatIsTold(order),
      id: this.ids.next(),
      driverId: shift.driverId,
      shiftId: shift.id,
      besideOfferId: beside?.id ?? null,
      search: dispatch.search,
      round: dispatch.round,
      distanceM: Math.round(distanceM),
      offeredAt,
      expiresAt: new Date(offeredAt.getTime() + offerMs),
    };
    if (!(await this.offers.insert(tx, offer))) return null;
    await tx.publish(offerMoved({ ...offer, status: 'offered' }));
    return offer;
  }

  /** Null when the action is not allowed now: it is too late, or the offer is over. */
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

  /** Withdraws the order's open offer, if there is one. */
  async withdrawOf(tx: Transaction, orderId: string): Promise<void> {
    const open = await this.offers.openOfOrder(tx, orderId);
    if (open) await this.move(tx, open, 'withdraw', 'system');
  }
}

/** The facts for a driver's decision: how much, and roughly where; no customer and no door. */
function whatIsTold(order: OrderSnapshot) {
  const { id: orderId, storeId, lines, storeLocation } = order;
  const door = doorOf(order);
  const trip = distanceMetres(storeLocation, door);
  return {
    orderId,
    storeId,
    lineCount: lines.length,
    dropLat: coarse(door.lat),
    dropLng: coarse(door.lng),
    tripM: Math.round(trip / 100) * 100,
  } satisfies Partial<NewOffer>;
}

/** Rounds to about a kilometre. */
const coarse = (degrees: number) => Math.round(degrees * 100) / 100;
