import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaymentMethod, PaymentStatus } from '../domain/payment-status.js';

/** The payment of an order: its hold, charge and refunds; amounts in minor units. */
@Entity('payments')
export class PaymentEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('text')
  method: PaymentMethod;

  @Column('text')
  status: PaymentStatus;

  @Column('int')
  version: number;

  @Column('char', { length: 3 })
  currency: string;

  /** The amount held on the card, above the expected charge; null when paid at the door. */
  @Column('bigint', { name: 'hold_minor', nullable: true })
  holdMinor: string | null;

  @Column('bigint', { name: 'captured_minor' })
  capturedMinor: string;

  @Column('bigint', { name: 'refunded_minor' })
  refundedMinor: string;

  /** The provider's id of the authorization. */
  @Column('text', { name: 'provider_reference', nullable: true })
  providerReference: string | null;

  /** The provider's token for the card, until the provider has answered. */
  @Column('text', { nullable: true })
  token: string | null;
}
