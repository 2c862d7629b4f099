import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { DayHours, Holiday } from './opening-hours.js';

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

  @Column('text')
  language: string;

  @Column('float8')
  lat: number;

  @Column('float8')
  lng: number;

  @Column('jsonb', { name: 'opening_hours' })
  openingHours: DayHours[];

  @Column('jsonb')
  holidays: Holiday[];

  /** Null: the store takes orders. */
  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason: string | null;

  @Column('timestamptz', { name: 'pause_until', nullable: true })
  pauseUntil: Date | null;

  @Column('bigint', { name: 'minimum_basket_minor' })
  minimumBasketMinor: string;

  @Column('int')
  version: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
