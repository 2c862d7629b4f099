import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../domain/order-status.js';
import type { Unit } from '../domain/pricing.js';
import type { Destination } from '../domain/quote.js';

@Entity('orders')
export class OrderEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** What people say on the phone; given by the database. bigint arrives as a string. */
  @Column({ type: 'bigint', insert: false })
  number: string;

  @Column('uuid', { name: 'quote_id' })
  quoteId: string;

  @Column('uuid', { name: 'customer_id' })
  customerId: string;

  @Column('uuid', { name: 'store_id' })
  storeId: string;

  @Column('text')
  status: OrderStatus;

  @Column('int')
  version: number;

  @Column('uuid', { name: 'slot_id', nullable: true })
  slotId: string | null;

  @Column('jsonb', { name: 'deliver_to' })
  deliverTo: Destination;

  @Column('float8', { name: 'store_lat' })
  storeLat: number;

  @Column('float8', { name: 'store_lng' })
  storeLng: number;

  @Column('char', { length: 3 })
  currency: string;

  @Column('bigint', { name: 'subtotal_minor' })
  subtotalMinor: string;

  @Column('bigint', { name: 'delivery_fee_minor' })
  deliveryFeeMinor: string;

  @Column('bigint', { name: 'total_minor' })
  totalMinor: string;

  @Column('text', { name: 'payment_method' })
  paymentMethod: 'cash_on_delivery';

  @Column('uuid', { name: 'picker_id', nullable: true })
  pickerId: string | null;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt: Date;
}

@Entity('order_lines')
export class OrderLineEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('int')
  position: number;

  @Column('uuid', { name: 'product_id' })
  productId: string;

  @Column('text')
  sku: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'size_label', nullable: true })
  sizeLabel: string | null;

  @Column('text')
  unit: Unit;

  @Column('int')
  quantity: number;

  @Column('bigint', { name: 'price_minor' })
  priceMinor: string;

  @Column('bigint', { name: 'line_total_minor' })
  lineTotalMinor: string;

  @Column('int', { name: 'minimum_age', nullable: true })
  minimumAge: number | null;
}
