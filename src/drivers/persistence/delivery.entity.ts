import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FailureReason } from '../domain/delivery-facts.js';
import type { DeliveryStatus } from '../domain/delivery-status.js';

const minorUnits = {
  to: (amount: number | null) => amount,
  from: (stored: string | null) => (stored === null ? null : Number(stored)),
};

@Entity('deliveries')
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('uuid', { name: 'driver_id' })
  driverId: string;

  @Column('uuid', { name: 'shift_id' })
  shiftId: string;

  @Column('text')
  status: DeliveryStatus;

  /** Counts the changes of the delivery from 1, without gaps. */
  @Column('int')
  version: number;

  /** The number of this try to deliver the order, from 1. */
  @Column('int')
  attempt: number;

  /** The account of the dispatcher, or of the driver who accepted the offer. */
  @Column('uuid', { name: 'assigned_by' })
  assignedBy: string;

  @Column('timestamptz', { name: 'assigned_at' })
  assignedAt: Date;

  @Column('timestamptz', { name: 'collected_at', nullable: true })
  collectedAt: Date | null;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;

  @Column('bigint', { name: 'cash_collected_minor', nullable: true, transformer: minorUnits })
  cashCollectedMinor: number | null;

  /** The number of wrong PINs so far. */
  @Column('int', { name: 'pin_failures' })
  pinFailures: number;

  /** When the driver first tried to reach the customer. */
  @Column('timestamptz', { name: 'contacted_at', nullable: true })
  contactedAt: Date | null;

  /** When the driver first came near the door. */
  @Column('timestamptz', { name: 'approached_at', nullable: true })
  approachedAt: Date | null;

  @Column('boolean', { name: 'age_checked' })
  ageChecked: boolean;

  /** A photo of the goods at the door, or of the reason for failing; it is kept elsewhere. */
  @Column('text', { name: 'photo_reference', nullable: true })
  photoReference: string | null;

  @Column('text', { name: 'failure_reason', nullable: true })
  failureReason: FailureReason | null;
}
