import type { Money } from '../../kernel/money.js';
import {
  type AuthorizeQuestion,
  type MoneyQuestion,
  PaymentProvider,
  type ProviderAnswer,
} from '../domain/payment-provider.port.js';
import type { PaymentEvent } from './payment-events.js';

/** The state of one authorization; amounts in minor units. */
export interface FakeEntry {
  readonly paymentId: string;
  readonly authorization: string;
  readonly token: string;
  readonly holdMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly voided: boolean;
}

const unknown: ProviderAnswer = { outcome: 'unknown' };
const refused = (because: string): ProviderAnswer => ({ outcome: 'refused', because });

/**
 * A provider in this process, for trying and for tests; it moves no money. The token decides its
 * behaviour:
 *
 * - `tok_declined`: the card is declined;
 * - `tok_timeout`: the hold is made, but its first answer is lost; `tok_timeout_lost`: the first
 *   question is lost, nothing is held;
 * - `tok_capture_fails_twice`, `tok_capture_timeout`: as they say; `tok_capture_refused`,
 *   `tok_refund_fails`: captures, refunds are refused;
 * - `tok_slow`: the answer waits until `letGo` is called;
 * - anything else: every request succeeds.
 */
export class FakePaymentProvider extends PaymentProvider {
  override readonly takesCards = true;
  /** The webhooks that it would send, in order. */
  readonly events: PaymentEvent[] = [];
  readonly #entries = new Map<string, FakeEntry>();
  readonly #answers = new Map<string, ProviderAnswer>();
  readonly #asked = new Map<string, number>();
  readonly #slow: (() => void)[] = [];

  /** All authorizations. */
  get ledger(): readonly FakeEntry[] {
    return [...this.#entries.values()];
  }

  /** Answers all requests with `tok_slow` that wait. */
  letGo(): void {
    for (const go of this.#slow.splice(0)) go();
  }

  override async authorize(question: AuthorizeQuestion): Promise<ProviderAnswer> {
    const { reference, paymentId, token, amount } = question;
    if (token === 'tok_slow') await new Promise<void>((resolve) => this.#slow.push(resolve));
    const isFirst = this.#count(reference) === 1;
    if (token === 'tok_timeout_lost' && isFirst) return unknown;
    const answer = this.#once(reference, () => {
      if (token === 'tok_declined') {
        this.#announce('declined', { paymentId, authorization: null, amount });
        return refused('card_declined');
      }
      const entry = this.#enter(authorizationOf(paymentId, token, amount))!;
      this.#announce('authorized', { ...entry, amount });
      return done(entry.authorization);
    });
    return token === 'tok_timeout' && isFirst ? unknown : answer;
  }

  override async find(reference: string): Promise<ProviderAnswer> {
    return this.#answers.get(reference) ?? refused('no_such_authorization');
  }

  override async capture({ reference, authorization, amount }: MoneyQuestion) {
    const entry = this.#enter(authorization);
    if (!entry) return refused('no_such_authorization');
    const asked = this.#count(reference);
    if (entry.token === 'tok_capture_fails_twice' && asked <= 2) return refused('try_again_later');
    const answer = this.#once(reference, () => {
      if (entry.token === 'tok_capture_refused') return refused('card_blocked');
      if (entry.voided) return refused('voided');
      if (entry.capturedMinor > 0) return refused('captured_before');
      if (amount.amountMinor > entry.holdMinor) return refused('above_the_hold');
      this.#write({ ...entry, capturedMinor: amount.amountMinor });
      this.#announce('captured', { ...entry, amount });
      return done(authorization);
    });
    return entry.token === 'tok_capture_timeout' && asked === 1 ? unknown : answer;
  }

  override async void({ reference, authorization }: Omit<MoneyQuestion, 'amount'>) {
    const entry = this.#enter(authorization);
    if (!entry) return refused('no_such_authorization');
    return this.#once(reference, () => {
      if (entry.capturedMinor > 0) return refused('captured_before');
      this.#write({ ...entry, voided: true });
      return done(authorization);
    });
  }

  override async refund({ reference, authorization, amount }: MoneyQuestion) {
    const entry = this.#enter(authorization);
    if (!entry) return refused('no_such_authorization');
    return this.#once(reference, () => {
      if (entry.token === 'tok_refund_fails') return refused('card_closed');
      const refundedMinor = entry.refundedMinor + amount.amountMinor;
      if (refundedMinor > entry.capturedMinor) return refused('above_what_was_captured');
      this.#write({ ...entry, refundedMinor });
      return done(`${authorization}_${reference}`);
    });
  }

  #once(reference: string, decide: () => ProviderAnswer): ProviderAnswer {
    const known = this.#answers.get(reference);
    if (known) return known;
    const answer = decide();
    this.#answers.set(reference, answer);
    return answer;
  }

  #count(reference: string): number {
    const asked = (this.#asked.get(reference) ?? 0) + 1;
    this.#asked.set(reference, asked);
    return asked;
  }

  /** Ids hold all data of a fresh authorization: ids of an earlier run count as fresh. */
  #enter(authorization: string): FakeEntry | null {
    const known = this.#entries.get(authorization);
    if (known) return known;
    const parts = /^fake:([\w-]+):(\d+):(\w+)$/.exec(authorization);
    if (!parts) return null;
    const [, paymentId, hold, token] = parts as unknown as [string, string, string, string];
    const nothing = { capturedMinor: 0, refundedMinor: 0, voided: false };
    return this.#write({ paymentId, authorization, token, holdMinor: Number(hold), ...nothing });
  }

  #write(entry: FakeEntry): FakeEntry {
    this.#entries.set(entry.authorization, entry);
    return entry;
  }

  #announce(
    what: 'authorized' | 'declined' | 'captured',
    about: { paymentId: string; authorization: string | null; amount: Money },
  ): void {
    const { paymentId, authorization, amount } = about;
    const id = `evt_${what}_${paymentId}`;
    const data = { paymentId, authorization, amountMinor: amount.amountMinor };
    this.events.push({ id, type: `payment.${what}`, data });
  }
}

function done(providerReference: string): ProviderAnswer {
  return { outcome: 'done', providerReference };
}

function authorizationOf(paymentId: string, token: string, { amountMinor }: Money): string {
  return `fake:${paymentId}:${amountMinor}:${token.replaceAll(/\W/g, '')}`;
}
