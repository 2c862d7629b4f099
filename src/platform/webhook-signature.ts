// Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedHeaders {
  readonly id: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `v1,<base64>`; several, separated by spaces, while an old and a new secret overlap. */
  readonly signature: string | undefined;
}

const toleranceSeconds = 300;

/** The key of a secret `whsec_…`. */
export function webhookKey(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}

/** The header `webhook-signature` of a message. */
export function signWebhook(key: Buffer, id: string, timestamp: string, body: Buffer): string {
  return `v1,${digest(key, id, timestamp, body).toString('base64')}`;
}

/**
 * Whether one of the signatures fits one of the keys over exactly these bytes, with a timestamp at
 * most five minutes off. Wrong signatures take as long as right ones.
 */
export function isSigned(
  keys: readonly Buffer[],
  { id, timestamp, signature }: SignedHeaders,
  body: Buffer,
  now: Date,
): boolean {
  if (!id || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  const age = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(age) > toleranceSeconds) return false;
  const given = signature.split(' ').flatMap((part) => {
    const [version, value] = part.split(',');
    return version === 'v1' && value ? [Buffer.from(value, 'base64')] : [];
  });
  const expected = keys.map((key) => digest(key, id, timestamp, body));
  return expected.some((one) => given.some((other) => isSame(one, other)));
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function digest(key: Buffer, id: string, timestamp: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
