import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** When a store is open on one weekday, in the store's own time zone. */
export interface DayHours {
  /** ISO weekday: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** `HH:MM`, 24-hour. */
  readonly opens: string;
  readonly closes: string;
}

@Entity('stores')
export class StoreEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('char', { length: 3 })
  currency: string;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('float8')
  lat: number;

  @Column('float8')
  lng: number;

  @Column('jsonb', { name: 'opening_hours' })
  openingHours: DayHours[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
