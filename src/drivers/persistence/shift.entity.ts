import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('shifts')
export class ShiftEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'driver_id' })
  driverId: string;

  /** Tells the shifts of a driver apart and in order: higher for every new one. */
  @Column('bigint', { transformer: { to: (epoch: number) => epoch, from: Number } })
  epoch: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
