// What a provider announces, as it is read from the bytes that it has signed.
import { ValidationFailed } from '../../platform/index.js';

export const paymentEventTypes = [
  'payment.authorized',
  'payment.declined',
  'payment.captured',
] as const;

export interface PaymentEvent {
  /** The provider's: the same event sent again has the same id. */
  readonly id: string;
  /** Types that nobody here knows are heard and left alone. */
  readonly type: string;
  readonly data: {
    /** Ours, as the provider was asked. */
    readonly paymentId: string;
    /** The provider's id of the authorization; null where there is none. */
    readonly authorization: string | null;
    readonly amountMinor: number;
  };
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** @throws validation-failed */
export function readPaymentEvent(id: string, body: Buffer): PaymentEvent {
  const event = parsed(body) as Partial<PaymentEvent> | null;
  const data = event?.data as Partial<PaymentEvent['data']> | undefined;
  const { paymentId, authorization = null, amountMinor } = data ?? {};
  const isReadable =
    typeof event?.type === 'string' &&
    typeof paymentId === 'string' &&
    uuid.test(paymentId) &&
    (authorization === null || typeof authorization === 'string') &&
    Number.isSafeInteger(amountMinor);
  if (!isReadable) throw ValidationFailed.because('The event is not one about a payment.');
  return { id, type: event.type!, data: { paymentId, authorization, amountMinor: amountMinor! } };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
