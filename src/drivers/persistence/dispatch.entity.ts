import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DispatchStatus } from '../domain/dispatch-rules.js';

/** The looking for a driver for one order. */
@Entity('dispatches')
export class DispatchEntity {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId: string;

  @Column('uuid', { name: 'store_id' })
  storeId: string;

  @Column('text')
  status: DispatchStatus;

  /** Of the present search, or the last; may be in the future. */
  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  /** Which search it is, from 1. */
  @Column('int')
  search: number;

  /** Of this search, from 1. */
  @Column('smallint')
  round: number;

  /** The one job that may go on: any other has been overtaken. */
  @Column('int')
  step: number;

  /** How often the order has come back from a driver. */
  @Column('smallint')
  returns: number;
}
