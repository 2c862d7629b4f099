// Orders as others see them.
import type { Destination } from '../../accounts/index.js';
import type { Money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/geo.js';
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
  /** When it was to come, as it was quoted. Null: in the slot. */
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
  /** Until when a proposal waits for the customer. */
  readonly answerBy: string | null;
}

export interface OrderPayment {
  readonly id: string;
  readonly method: PaymentMethod;
  readonly status: PaymentStatus;
  /** What the card is held for; null when paid at the door. */
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
  /** Since when it is known that no driver was found. */
  readonly needsDispatchAt: string | null;
  readonly deliveredAt: string | null;
  readonly deliveryAttempts: number;
  readonly version: number;
  readonly deliverTo: Destination;
  /** Four digits that the customer tells the driver: for nobody else's eyes. */
  readonly deliveryPin: string;
  readonly storeLocation: LatLng;
  readonly payment: OrderPayment;
  readonly totals: Totals;
  readonly lines: readonly OrderLine[];
  readonly timeline: readonly TimelineStep[];
}
