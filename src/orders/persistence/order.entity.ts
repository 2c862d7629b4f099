import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Destination } from '../../accounts/index.js';
import type { LineStatus } from '../domain/line-status.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { FeeCode, Unit } from '../domain/pricing.js';
import type { Fallback, Preference, Substitute } from '../domain/substitution.js';

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

  /** When it comes, of an order for as soon as possible; null: in the slot. */
  @Column('timestamptz', { name: 'promised_from', nullable: true })
  promisedFrom: Date | null;

  @Column('timestamptz', { name: 'promised_until', nullable: true })
  promisedUntil: Date | null;

  @Column('jsonb', { name: 'deliver_to' })
  deliverTo: Destination;

  /** Four digits, for the customer to tell the driver at the door. */
  @Column('char', { name: 'delivery_pin', length: 4 })
  deliveryPin: string;

  @Column('float8', { name: 'store_lat' })
  storeLat: number;

  @Column('float8', { name: 'store_lng' })
  storeLng: number;

  @Column('char', { length: 3 })
  currency: string;

  @Column('bigint', { name: 'subtotal_minor' })
  subtotalMinor: string;

  @Column('jsonb')
  fees: { code: FeeCode; amountMinor: number }[];

  @Column('bigint', { name: 'total_minor' })
  totalMinor: string;

  @Column('uuid', { name: 'picker_id', nullable: true })
  pickerId: string | null;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt: Date;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt: Date | null;

  /** Since when it is known that no driver was found; null while one is looked for, or has it. */
  @Column('timestamptz', { name: 'needs_dispatch_at', nullable: true })
  needsDispatchAt: Date | null;

  /** How often a driver has left the store, or tried again. */
  @Column('int', { name: 'delivery_attempts' })
  deliveryAttempts: number;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;
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

  @Column('int', { name: 'tax_rate_bp' })
  taxRateBasisPoints: number;

  /** For the picker. */
  @Column('text', { nullable: true })
  note: string | null;

  @Column('text')
  preference: Preference;

  /** With the preference `chosen`. */
  @Column('uuid', { name: 'preferred_product_id', nullable: true })
  preferredProductId: string | null;

  @Column('text')
  fallback: Fallback;

  @Column('text')
  status: LineStatus;

  @Column('int')
  version: number;

  /** What went into the bag of the ordered goods; null while nobody has looked. */
  @Column('int', { name: 'picked_quantity', nullable: true })
  pickedQuantity: number | null;

  /** Why less than was ordered went into the bag. */
  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode: string | null;

  /** What goes into the bag instead, or is proposed to. */
  @Column('jsonb', { nullable: true })
  substitute: Substitute | null;

  /** Until when a proposal waits for the customer. */
  @Column('timestamptz', { name: 'answer_by', nullable: true })
  answerBy: Date | null;
}
