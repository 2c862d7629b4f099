import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Destination } from '../../accounts/index.js';
import type { Bags } from '../domain/bags.js';
import type { LineStatus } from '../domain/line-status.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { FeeCode, Unit } from '../domain/pricing.js';
import type { Fallback, Preference, Substitute } from '../domain/substitution.js';

@Entity('orders')
export class OrderEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** The number that people say, given by the database. bigint arrives as a string. */
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

  /** The promised delivery time without a slot; null: in the slot. */
  @Column('timestamptz', { name: 'promised_from', nullable: true })
  promisedFrom: Date | null;

  @Column('timestamptz', { name: 'promised_until', nullable: true })
  promisedUntil: Date | null;

  /** Null: forgotten, some time after the order was over. */
  @Column('jsonb', { name: 'deliver_to', nullable: true })
  deliverTo: Destination | null;

  /** Four digits that the customer tells the driver at the door; null: forgotten. */
  @Column('char', { name: 'delivery_pin', length: 4, nullable: true })
  deliveryPin: string | null;

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

  /** What is paid is the multiple of this that is nearest to the total; 1 unless paid in cash. */
  @Column('int', { name: 'cash_step_minor' })
  cashStepMinor: number;

  /** The money that the customer pays with in cash; null: nothing said. */
  @Column('bigint', { name: 'change_for_minor', nullable: true })
  changeForMinor: string | null;

  /** Null: the picker has not said. */
  @Column('jsonb', { nullable: true })
  bags: Bags | null;

  @Column('uuid', { name: 'picker_id', nullable: true })
  pickerId: string | null;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt: Date;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt: Date | null;

  /** When the search for a driver failed; null while it goes on, or a driver has the order. */
  @Column('timestamptz', { name: 'needs_dispatch_at', nullable: true })
  needsDispatchAt: Date | null;

  /** Number of times a driver has left the store or tried again. */
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

  /** Note for the picker. */
  @Column('text', { nullable: true })
  note: string | null;

  @Column('text')
  preference: Preference;

  /** Set with the preference `chosen`. */
  @Column('uuid', { name: 'preferred_product_id', nullable: true })
  preferredProductId: string | null;

  @Column('text')
  fallback: Fallback;

  @Column('text')
  status: LineStatus;

  @Column('int')
  version: number;

  /** Quantity of the ordered goods in the bag; null until it is picked. */
  @Column('int', { name: 'picked_quantity', nullable: true })
  pickedQuantity: number | null;

  /** Why the bag has less than was ordered. */
  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode: string | null;

  /** The substitute in the bag, or the proposed one. */
  @Column('jsonb', { nullable: true })
  substitute: Substitute | null;

  /** When the proposal lapses without an answer of the customer. */
  @Column('timestamptz', { name: 'answer_by', nullable: true })
  answerBy: Date | null;
}
