import { Column, Entity, PrimaryColumn } from 'typeorm';
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

  /** The account of the dispatcher. */
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
}
