// A payment's lifecycle as data; see kernel/state-machine.ts.
import { StateMachine } from '../../kernel/state-machine.js';

export const paymentMethods = ['cash_on_delivery', 'card_on_delivery', 'card'] as const;
/** `card` is authorized when the order is placed; the others are paid at the door. */
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentStatuses = [
  'due_on_delivery',
  'pending',
  'authorized',
  'capture_pending',
  'captured',
  'partially_refunded',
  'refunded',
  'void_pending',
  'voided',
  'failed',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** `order`: a move of the order; `provider`: an answer or a webhook of the payment provider. */
export type PaymentActor = 'order' | 'provider';

export type PaymentGuard =
  /** The provider holds at least the amount asked for. */
  | 'hold_suffices'
  /** Refunds leave a part of the captured amount. */
  | 'some_left'
  | 'none_left'
  /** There are other refunds than the one that failed. */
  | 'some_refunded'
  | 'none_refunded';

export type PaymentEffect =
  /** Asks the provider, in a job that retries until it has an answer. */
  'ask_capture' | 'ask_void';

export const paymentMachine = new StateMachine<
  PaymentStatus,
  PaymentActor,
  PaymentGuard,
  PaymentEffect
>(
  'payment',
  paymentStatuses,
  ['due_on_delivery', 'pending'],
  [
    {
      action: 'authorize',
      from: ['pending'],
      to: 'authorized',
      by: ['provider'],
      guards: ['hold_suffices'],
    },
    { action: 'decline', from: ['pending'], to: 'failed', by: ['provider'] },
    // Also allowed while pending: an authorization that comes late must be voided, too.
    {
      action: 'void',
      from: ['pending', 'authorized'],
      to: 'void_pending',
      by: ['order'],
      effects: ['ask_void'],
    },
    { action: 'void', from: ['due_on_delivery'], to: 'voided', by: ['order'] },
    { action: 'confirm-void', from: ['void_pending'], to: 'voided', by: ['provider'] },
    {
      action: 'capture',
      from: ['authorized'],
      to: 'capture_pending',
      by: ['order'],
      effects: ['ask_capture'],
    },
    { action: 'capture', from: ['due_on_delivery'], to: 'captured', by: ['order'] },
    { action: 'confirm-capture', from: ['capture_pending'], to: 'captured', by: ['provider'] },
    {
      action: 'refund',
      from: ['captured', 'partially_refunded'],
      to: 'partially_refunded',
      by: ['order'],
      guards: ['some_left'],
    },
    {
      action: 'refund',
      from: ['captured', 'partially_refunded'],
      to: 'refunded',
      by: ['order'],
      guards: ['none_left'],
    },
    {
      action: 'refund-failed',
      from: ['partially_refunded', 'refunded'],
      to: 'partially_refunded',
      by: ['provider'],
      guards: ['some_refunded'],
    },
    {
      action: 'refund-failed',
      from: ['partially_refunded', 'refunded'],
      to: 'captured',
      by: ['provider'],
      guards: ['none_refunded'],
    },
  ],
);
