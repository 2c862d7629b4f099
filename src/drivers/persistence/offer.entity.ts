import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferStatus } from '../domain/offer-status.js';

/** An order, asked of a driver; with all that the driver is told of it before taking it. */
@Entity('offers')
export class OfferEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('uuid', { name: 'driver_id' })
  driverId: string;

  @Column('uuid', { name: 'shift_id' })
  shiftId: string;

  @Column('uuid', { name: 'store_id' })
  storeId: string;

  /** The offer that it was made with, to the same driver; null for that one, and for most. */
  @Column('uuid', { name: 'beside_offer_id', nullable: true })
  besideOfferId: string | null;

  /** Which search for a driver it belongs to, from 1, and which of its rounds. */
  @Column('int')
  search: number;

  @Column('smallint')
  round: number;

  @Column('text')
  status: OfferStatus;

  /** From the driver to the store when it was offered, metres. */
  @Column('int', { name: 'distance_m' })
  distanceM: number;

  @Column('int', { name: 'line_count' })
  lineCount: number;

  /** The neighbourhood of the door, not the door: degrees to two decimals. */
  @Column('float8', { name: 'drop_lat' })
  dropLat: number;

  @Column('float8', { name: 'drop_lng' })
  dropLng: number;

  /** From the store to the door, metres, to a hundred. */
  @Column('int', { name: 'trip_m' })
  tripM: number;

  @Column('timestamptz', { name: 'offered_at' })
  offeredAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  /** When it stopped being open; null while it is. */
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;
}
