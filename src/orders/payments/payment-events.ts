// Events of the payment provider, read from the signed bytes.
import { validate } from 'uuid';
import { ValidationFailed } from '../../platform/index.js';

export const paymentEventTypes = [
  'payment.authorized',
  'payment.declined',
  'payment.captured',
] as const;

export interface PaymentEvent {
  /** The provider's id: a repeat of the event has the same one. */
  readonly id: string;
  /** Unknown types are received and ignored. */
  readonly type: string;
  readonly data: {
    /** Our id of the payment. */
    readonly paymentId: string;
    /** The provider's id of the authorization; null where there is none. */
    readonly authorization: string | null;
    readonly amountMinor: number;
  };
}

/** @throws validation-failed */
export function readPaymentEvent(id: string, body: Buffer): PaymentEvent {
  const event = parsed(body) as Partial<PaymentEvent> | null;
  const data = event?.data as Partial<PaymentEvent['data']> | undefined;
  const { paymentId, authorization = null, amountMinor } = data ?? {};
  const isReadable =
    typeof event?.type === 'string' &&
    typeof paymentId === 'string' &&
    validate(paymentId) &&
    (authorization === null || typeof authorization === 'string') &&
    Number.isSafeInteger(amountMinor);
  if (!isReadable) throw ValidationFailed.because('The event is not one about a payment.');
  const known = { paymentId: paymentId.toLowerCase(), authorization, amountMinor: amountMinor! };
  return { id, type: event.type!, data: known };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
