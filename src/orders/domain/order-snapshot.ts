// Orders as customers and staff read them.
import type { Destination } from '../../accounts/index.js';
import type { Money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/geo.js';
import type { Bags } from './bags.js';
import type { LineStatus } from './line-status.js';
import type { ActorRole, OrderStatus } from './order-status.js';
import type { PaymentMethod, PaymentStatus } from './payment-status.js';
import type { Totals } from './pricing.js';
import type { PromiseWindow, QuotedLine, SlotWindow } from './quote.js';
import type { Substitute } from './substitution.js';

export interface OrderSummary {
  readonly id: string;
  readonly number: number;
  readonly storeId: string;
  readonly status: OrderStatus;
  readonly placedAt: string;
  /** Null: as soon as possible. */
  readonly slot: SlotWindow | null;
  /** The quoted delivery time of an order without a slot. Null: in the slot. */
  readonly promise: PromiseWindow | null;
  readonly total: Money;
  readonly lineCount: number;
}

export interface OrderLine extends QuotedLine {
  readonly id: string;
  readonly status: LineStatus;
  readonly version: number;
  readonly pickedQuantity: number | null;
  readonly reasonCode: string | null;
  readonly substitute: Substitute | null;
  /** When the proposal lapses without an answer of the customer. */
  readonly answerBy: string | null;
}

export interface OrderPayment {
  readonly id: string;
  readonly method: PaymentMethod;
  readonly status: PaymentStatus;
  /** The amount held on the card; null when paid at the door. */
  readonly hold: Money | null;
  readonly captured: Money;
  readonly refunded: Money;
}

export interface TimelineStep {
  readonly machine: 'order' | 'line' | 'payment';
  readonly subjectId: string;
  readonly action: string;
  readonly status: string;
  readonly at: string;
  readonly by: ActorRole;
  readonly reason: string | null;
  readonly reasonCode: string | null;
}

export interface OrderSnapshot extends Omit<OrderSummary, 'total' | 'lineCount'> {
  readonly customerId: string;
  readonly pickerId: string | null;
  readonly cancelRequestedAt: string | null;
  /** When the search for a driver failed; null otherwise. */
  readonly needsDispatchAt: string | null;
  readonly deliveredAt: string | null;
  readonly deliveryAttempts: number;
  readonly version: number;
  /** Null: forgotten, some time after the order was over. */
  readonly deliverTo: Destination | null;
  /** The money that the customer pays with in cash, and wants change for; null: nothing said. */
  readonly changeFor: Money | null;
  /** Four digits that the customer tells the driver; nobody else may see them. Null: forgotten. */
  readonly deliveryPin: string | null;
  readonly storeLocation: LatLng;
  /** Null: the picker has not said. */
  readonly bags: Bags | null;
  readonly payment: OrderPayment;
  readonly totals: Totals;
  readonly lines: readonly OrderLine[];
  readonly timeline: readonly TimelineStep[];
}
