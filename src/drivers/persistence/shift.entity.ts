import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Vehicle } from '../domain/shift-terms.js';

@Entity('shifts')
export class ShiftEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'driver_id' })
  driverId: string;

  /** The number of the shift's session: higher for every sign-on of the driver. */
  @Column('bigint', { transformer: { to: (epoch: number) => epoch, from: Number } })
  epoch: number;

  /** The driver's store; null only for shifts from before they had one. */
  @Column('uuid', { name: 'store_id', nullable: true })
  storeId: string | null;

  /** Null when the driver named none. */
  @Column('text', { nullable: true })
  vehicle: Vehicle | null;

  /** The most deliveries at a time. */
  @Column('smallint')
  capacity: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
