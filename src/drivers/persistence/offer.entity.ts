import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferStatus } from '../domain/offer-status.js';

/** An order, offered to a driver; with everything the driver learns before accepting. */
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

  /** The driver's other offer that this one was made with; null for the first, and for most. */
  @Column('uuid', { name: 'beside_offer_id', nullable: true })
  besideOfferId: string | null;

  /** The number of the search for a driver, from 1, and its round. */
  @Column('int')
  search: number;

  @Column('smallint')
  round: number;

  @Column('text')
  status: OfferStatus;

  /** Metres from the driver to the store at the time of the offer. */
  @Column('int', { name: 'distance_m' })
  distanceM: number;

  @Column('int', { name: 'line_count' })
  lineCount: number;

  /** The neighbourhood of the door, not the door: degrees to two decimals. */
  @Column('float8', { name: 'drop_lat' })
  dropLat: number;

  @Column('float8', { name: 'drop_lng' })
  dropLng: number;

  /** Metres from the store to the door, to a hundred. */
  @Column('int', { name: 'trip_m' })
  tripM: number;

  @Column('timestamptz', { name: 'offered_at' })
  offeredAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  /** When the offer stopped being open; null while it is. */
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;
}
