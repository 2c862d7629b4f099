import { signWebhook, webhookKey } from '../../platform/index.js';
import { directionOf } from '../texts/format.js';
import { type Carried, type Letter, NoticeCarrier } from './notice-carrier.port.js';

export interface HttpCarrierOptions {
  readonly url: string;
  /** `whsec_…`; the newest first. Every one signs. */
  readonly secrets: readonly string[];
  /** For the whole answer, milliseconds. */
  readonly patienceMs?: number;
  readonly now?: () => Date;
}

/** The status by which a gateway says that this recipient will never get it. */
const undeliverable = 422;

/**
 * Posts notices to a gateway for push or SMS, signed as Standard Webhooks 1.0 say. A gateway drops
 * repeats by `webhook-id`, so that a try without an answer is repeated.
 */
export class HttpNoticeCarrier extends NoticeCarrier {
  readonly routes = ['push', 'sms'] as const;
  readonly #url: string;
  readonly #keys: readonly Buffer[];
  readonly #patienceMs: number;
  readonly #now: () => Date;

  constructor({ url, secrets, patienceMs = 10_000, now = () => new Date() }: HttpCarrierOptions) {
    super();
    this.#url = url;
    this.#keys = secrets.map(webhookKey);
    this.#patienceMs = patienceMs;
    this.#now = now;
  }

  async carry(letter: Letter): Promise<Carried> {
    const body = Buffer.from(JSON.stringify(messageOf(letter)));
    const timestamp = String(Math.floor(this.#now().getTime() / 1000));
    const signatures = this.#keys.map((key) => signWebhook(key, letter.id, timestamp, body));
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        // The signature is for this address alone.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#patienceMs),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Larder',
          'webhook-id': letter.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatures.join(' '),
        },
        body,
      });
      // Its text is nobody's business here, and may be of any length.
      await answer.body?.cancel();
      return outcomeOf(answer);
    } catch (error) {
      return { outcome: 'again', because: reasonOf(error as Error) };
    }
  }
}

function outcomeOf({ ok, status }: Response): Carried {
  if (ok) return { outcome: 'sent' };
  const because = `The gateway answered ${status}.`;
  return { outcome: status === undeliverable ? 'refused' : 'again', because };
}

/** Without addresses: what fetch says of itself is in the cause. */
function reasonOf({ name, cause }: Error): string {
  if (name === 'TimeoutError') return 'The gateway did not answer in time.';
  const { code } = (cause ?? {}) as { readonly code?: string };
  return `The gateway could not be asked${code ? `: ${code}` : ''}.`;
}

/** The documented body: docs/notices.md. */
export function messageOf(letter: Letter) {
  const { id, kind, route, language, title, text, orderId, createdAt, to } = letter;
  return {
    type: `notice.${kind}`,
    timestamp: createdAt.toISOString(),
    data: {
      id,
      kind,
      channel: route,
      language,
      direction: directionOf[language],
      title,
      text,
      orderId,
      to: route === 'sms' ? { phone: to.phone } : { devices: to.devices },
    },
  };
}
