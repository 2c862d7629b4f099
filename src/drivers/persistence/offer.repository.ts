import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Database, type Transaction } from '../../platform/index.js';
import type { OfferStatus } from '../domain/offer-status.js';
import { OfferEntity } from './offer.entity.js';

export type NewOffer = Omit<OfferEntity, 'status' | 'answeredAt'>;

/** Whether a driver was asked for an order and did not accept. */
export interface OffersOfRound {
  readonly inRound: boolean;
  readonly atAll: boolean;
}

/** The offers of an order change only under the order's lock; see OrderLifecycle.lock. */
@Injectable()
export class OfferRepository {
  constructor(private readonly database: Database) {}

  /**
   * False when the order has an open offer, or the driver one of this kind: the unique indexes
   * decide every race.
   */
  async insert(tx: Transaction, offer: NewOffer): Promise<boolean> {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(OfferEntity)
      .values({ ...offer, status: 'offered' })
      .orIgnore()
      .returning(['id'])
      .execute();
    return (inserted.raw as unknown[]).length === 1;
  }

  /** Moves the offer if it is unchanged since the caller read it; else answers null. */
  async move(
    tx: Transaction,
    offer: OfferEntity,
    to: OfferStatus,
    now: Date,
  ): Promise<OfferEntity | null> {
    const { id, status } = offer;
    const next = { status: to, answeredAt: now };
    // The time is compared again in the update: nobody may accept an expired offer.
    const seen = { id, status, ...(to === 'accepted' && { expiresAt: MoreThan(now) }) };
    const moved = await tx.manager.update(OfferEntity, seen, next);
    return moved.affected === 1 ? { ...offer, ...next } : null;
  }

  openOfOrder(tx: Transaction, orderId: string): Promise<OfferEntity | null> {
    return tx.manager.findOneBy(OfferEntity, { orderId, status: 'offered' });
  }

  openOfDriver(tx: Transaction, driverId: string): Promise<OfferEntity[]> {
    return tx.manager.findBy(OfferEntity, { driverId, status: 'offered' });
  }

  /** The driver's open offers now: one, or two that were made together. */
  answerable(driverId: string, now: Date): Promise<OfferEntity[]> {
    return this.database.manager.find(OfferEntity, {
      where: { driverId, status: 'offered', expiresAt: MoreThan(now) },
      order: { offeredAt: 'ASC', id: 'ASC' },
    });
  }

  /** A driver's own offer; null for another driver's as for one that never existed. */
  findOf(tx: Transaction, driverId: string, id: string): Promise<OfferEntity | null> {
    return tx.manager.findOneBy(OfferEntity, { id, driverId });
  }

  /** Whether anybody was asked in this round, and in this search. */
  async asked(
    tx: Transaction,
    orderId: string,
    search: number,
    round: number,
  ): Promise<OffersOfRound> {
    const [asked] = await tx.query<OffersOfRound>(
      `SELECT coalesce(bool_or(round = $3), false) AS "inRound", count(*) > 0 AS "atAll"
       FROM offers WHERE order_id = $1 AND search = $2 AND status IN ('declined', 'lapsed')`,
      [orderId, search, round],
    );
    return asked!;
  }
}
