import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DispatchStatus } from '../domain/dispatch-rules.js';

/** The search for a driver for one order. */
@Entity('dispatches')
export class DispatchEntity {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId: string;

  @Column('uuid', { name: 'store_id' })
  storeId: string;

  @Column('text')
  status: DispatchStatus;

  /** The start of the present search, or of the last; may be in the future. */
  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  /** The number of the search, from 1. */
  @Column('int')
  search: number;

  /** The round of this search, from 1. */
  @Column('smallint')
  round: number;

  /** The number of the one job that may go on: jobs with another number are overtaken. */
  @Column('int')
  step: number;

  /** How often the order has come back from a driver. */
  @Column('smallint')
  returns: number;
}
